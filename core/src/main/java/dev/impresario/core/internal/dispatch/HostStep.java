package dev.impresario.core.internal.dispatch;

import dev.impresario.Interceptor;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import org.jspecify.annotations.Nullable;

/** An interceptor of the host's. */
record HostStep(Interceptor interceptor) implements Step {

  @Override
  public TaskResult apply(TaskRun run, Task task, Rest rest) throws InterruptedException {
    @Nullable TaskResult result;
    var chain = new HostChain(run, task, rest);
    try {
      result = interceptor.intercept(task, chain);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return Failures.threw(task, "an interceptor", e);
    } finally {
      chain.over = true;
    }
    return result != null
        ? result
        : Failures.gave(task, "an interceptor", "gave no result: it returned null");
  }

  /** Works on the task's own thread alone: on another, nobody could stop or bound the work. */
  private static final class HostChain implements Interceptor.Chain {
    private final Thread thread = Thread.currentThread();
    private final TaskRun run;
    private final Task task;
    private final Rest rest;
    private volatile boolean over;

    HostChain(TaskRun run, Task task, Rest rest) {
      this.run = run;
      this.task = task;
      this.rest = rest;
    }

    @Override
    public TaskResult proceed(Task changed) throws InterruptedException {
      if (over || Thread.currentThread() != thread) {
        throw new IllegalStateException(
            "a task goes on only within its interceptor's call, and on the same thread; to limit"
                + " its time, use Task.withTimeout");
      }
      if (!changed.id().equals(task.id()) || !changed.agent().equals(task.agent())) {
        throw new IllegalArgumentException(
            "an interceptor may change a task's input and attributes, not its id or agent");
      }
      return rest.proceed(run, changed);
    }

    @Override
    public TaskContext context() {
      return run.context;
    }
  }
}
