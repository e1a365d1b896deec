package dev.impresario.core.internal;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentNotFoundException;
import dev.impresario.ImpresarioException;
import dev.impresario.Registry;
import dev.impresario.Reply;
import dev.impresario.SafeText;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.TaskResult.Success;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentRuntime;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Has each task done at once, on the thread that brings it, by an agent started for it alone.
 *
 * <p>Safe for use by many threads.
 */
@Singleton
final class StraightDispatcher {
  private final Registry registry;
  private final AgentRuntime runtime;

  @Inject
  StraightDispatcher(SnapshotRegistry registry, AgentRuntime runtime) {
    this.registry = registry;
    this.runtime = runtime;
  }

  /** Does the task; whatever its data can cause is a {@link Failure}. */
  TaskResult run(Task task) throws InterruptedException {
    long start = System.nanoTime();
    try {
      Reply reply = replyTo(task);
      return new Success(task, reply.text(), reply.usage(), since(start), Duration.ZERO);
    } catch (NoReplyException e) {
      return new Failure(
          task,
          e.code,
          e.getMessage(),
          e.retryable,
          e.getCause(),
          dev.impresario.Usage.NONE,
          since(start),
          Duration.ZERO);
    }
  }

  private Reply replyTo(Task task) throws NoReplyException, InterruptedException {
    if (task.input().isBlank()) {
      throw new NoReplyException(
          Code.INVALID_TASK,
          "task '%s' for agent '%s' has a blank input; say what is to be done"
              .formatted(SafeText.escape(task.id()), SafeText.escape(task.agent())),
          false,
          null);
    }
    AgentDefinition definition = definition(task);
    Agent agent = start(definition);
    try {
      return execute(agent, task, definition);
    } finally {
      close(agent, definition);
    }
  }

  private AgentDefinition definition(Task task) throws NoReplyException, InterruptedException {
    try {
      return registry.load(task.agent());
    } catch (AgentNotFoundException e) {
      throw new NoReplyException(Code.AGENT_NOT_FOUND, e.getMessage(), false, e);
    } catch (ImpresarioException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      throw new NoReplyException(Code.LOAD_FAILED, e.getMessage(), true, e);
    }
  }

  private Agent start(AgentDefinition definition) throws NoReplyException, InterruptedException {
    @Nullable Agent agent;
    try {
      agent = runtime.start(definition);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw failed(Code.START_FAILED, definition, "could not be started", e);
    }
    if (agent == null) {
      throw failed(Code.START_FAILED, definition, "could not be started: the runtime gave none");
    }
    return agent;
  }

  private static Reply execute(Agent agent, Task task, AgentDefinition definition)
      throws NoReplyException, InterruptedException {
    @Nullable Reply reply;
    try {
      reply = agent.execute(task, new StraightContext(definition));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw failed(Code.EXECUTION_FAILED, definition, "failed", e);
    }
    if (reply == null) {
      throw failed(Code.EXECUTION_FAILED, definition, "gave no reply: it returned null");
    }
    return reply;
  }

  private static void close(Agent agent, AgentDefinition definition) {
    try {
      agent.close();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      // the task is done; an agent that cannot tidy up is its author's to know of
      LoggerFactory.getLogger("dev.impresario.delegation")
          .warn("agent '{}' could not be closed", SafeText.escape(definition.id()), e);
    }
  }

  /** Names the type only: a message of foreign code may hold the prompt or the input. */
  private static NoReplyException failed(
      Code code, AgentDefinition definition, String what, Throwable cause) {
    String detail = "%s with %s; see the cause".formatted(what, cause.getClass().getName());
    String message = "agent '%s' %s".formatted(SafeText.escape(definition.id()), detail);
    return new NoReplyException(code, message, false, cause);
  }

  private static NoReplyException failed(Code code, AgentDefinition definition, String what) {
    String message = "agent '%s' %s".formatted(SafeText.escape(definition.id()), what);
    return new NoReplyException(code, message, false, null);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private record StraightContext(AgentDefinition definition) implements TaskContext {

    @Override
    public ToolGrant tools() {
      return definition.metadata().tools();
    }

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(10);
    }

    @Override
    public void emit(String partial) {}

    @Override
    public <T> T call(String model, long estimatedTokens, dev.impresario.ModelCall<T> call) {
      throw new UnsupportedOperationException("to be built");
    }

    @Override
    public dev.impresario.Delegator delegator() {
      throw new UnsupportedOperationException("to be built");
    }

    @Override
    public <R extends AutoCloseable> dev.impresario.Resources<R> acquireAll(
        java.util.List<? extends java.util.concurrent.Callable<? extends R>> openers) {
      throw new UnsupportedOperationException("to be built");
    }
  }

  /** Ends a task on the way to its result. */
  private static final class NoReplyException extends Exception {
    private static final long serialVersionUID = 1;

    private final Code code;
    private final boolean retryable;

    NoReplyException(
        Code code, @Nullable String message, boolean retryable, @Nullable Throwable cause) {
      super(message, cause, false, false);
      this.code = code;
      this.retryable = retryable;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
