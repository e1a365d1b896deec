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
    try {
      result = interceptor.intercept(task, new HostChain(run, task, rest));
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return Failures.threw(task, "an interceptor", e);
    }
    return result != null
        ? result
        : Failures.gave(task, "an interceptor", "gave no result: it returned null");
  }

  private record HostChain(TaskRun run, Task task, Rest rest) implements Interceptor.Chain {

    @Override
    public TaskResult proceed(Task changed) throws InterruptedException {
      if (!changed.id().equals(task.id()) || !changed.agent().equals(task.agent())) {
        throw new IllegalArgumentException(
            "an interceptor may change a task's input and attributes, not its id or agent");
      }
      return rest.proceed(changed);
    }

    @Override
    public TaskContext context() {
      return run.context;
    }
  }
}
