package dev.impresario.runtime.langchain4j;

import dev.impresario.AgentDefinition;
import dev.impresario.Delegator;
import dev.impresario.ModelCall;
import dev.impresario.Resources;
import dev.impresario.TaskContext;
import dev.impresario.ToolGrant;
import dev.impresario.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A task's context that makes one attempt at each call and notes what an agent does. */
final class FakeContext implements TaskContext {

  /**
   * A call as the engine sees it. With nothing reported, one that failed counts as nothing, one
   * that succeeded as estimated.
   */
  record Call(String model, long estimate, List<Usage> used) {}

  private final AgentDefinition definition;
  private final List<String> emitted = new ArrayList<>();
  private final List<Thread> emitters = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final CountDownLatch emission = new CountDownLatch(1);
  private ToolGrant tools;
  private volatile boolean cancelled;

  FakeContext(AgentDefinition definition) {
    this.definition = definition;
    this.tools = definition.metadata().tools();
  }

  FakeContext withTools(ToolGrant grant) {
    tools = grant;
    return this;
  }

  void cancel() {
    cancelled = true;
  }

  synchronized List<String> emitted() {
    return List.copyOf(emitted);
  }

  synchronized List<Thread> emitters() {
    return List.copyOf(emitters);
  }

  /** Waits until something is emitted. */
  void awaitEmission() throws InterruptedException {
    emission.await();
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public AgentDefinition definition() {
    return definition;
  }

  @Override
  public ToolGrant tools() {
    return tools;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public Duration remaining() {
    return Duration.ofMinutes(1);
  }

  @Override
  public synchronized void emit(String partial) {
    emitted.add(partial);
    emitters.add(Thread.currentThread());
    emission.countDown();
  }

  @Override
  public <T> T call(String model, long estimatedTokens, ModelCall<T> call) throws Exception {
    var made = new Call(model, estimatedTokens, new ArrayList<>());
    calls.add(made);
    return call.attempt(
        new ModelCall.Attempt() {
          @Override
          public int number() {
            return 1;
          }

          @Override
          public void used(Usage usage) {
            made.used().add(usage);
          }
        });
  }

  @Override
  public Delegator delegator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <R extends AutoCloseable> Resources<R> acquireAll(
      List<? extends Callable<? extends R>> openers) {
    throw new UnsupportedOperationException();
  }
}
