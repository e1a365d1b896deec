package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentDefinition;
import dev.impresario.Delegator;
import dev.impresario.ModelCall;
import dev.impresario.Resources;
import dev.impresario.TaskContext;
import dev.impresario.ToolGrant;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What an agent sees of its run. */
final class RunContext implements TaskContext {
  private final TaskRun run;
  private final Emitter emitter;

  RunContext(TaskRun run, Emitter emitter) {
    this.run = run;
    this.emitter = emitter;
  }

  @Override
  public AgentDefinition definition() {
    return Objects.requireNonNull(run.definition(), "the task was not admitted");
  }

  @Override
  public ToolGrant tools() {
    return run.grant();
  }

  @Override
  public boolean cancelled() {
    return run.ended();
  }

  @Override
  public Duration remaining() {
    return run.remaining();
  }

  @Override
  public void emit(String partial) {
    Objects.requireNonNull(partial, "partial");
    if (!run.ended()) {
      run.countEmitted();
      emitter.emit(partial, run::ended);
    }
  }

  @Override
  public <T> T call(String model, long estimatedTokens, ModelCall<T> call) throws Exception {
    Objects.requireNonNull(model, "model");
    requireRunning();
    return run.dispatcher.call(run, model, estimatedTokens, call);
  }

  @Override
  public Delegator delegator() {
    return run.dispatcher.delegator(run);
  }

  @Override
  public <R extends AutoCloseable> Resources<R> acquireAll(
      List<? extends Callable<? extends R>> openers) throws InterruptedException {
    requireRunning();
    return run.dispatcher.acquireAll(run, openers);
  }

  /** An interrupt, since that is what tells an agent to stop. */
  private void requireRunning() throws InterruptedException {
    if (run.ended()) {
      throw new InterruptedException("the task has ended");
    }
  }
}
