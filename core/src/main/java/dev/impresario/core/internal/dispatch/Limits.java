package dev.impresario.core.internal.dispatch;

import dev.impresario.BudgetExceededException;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;

/** The steps that ask whether there is time and budget for an agent to begin. */
final class Limits {

  private Limits() {}

  /** The clock ends the task; this only keeps it from beginning anew. */
  static TaskResult deadline(TaskRun run, Task task, Step.Rest rest) throws InterruptedException {
    if (run.ended()) {
      throw new InterruptedException("the task has ended");
    }
    return rest.proceed(run, task);
  }

  static TaskResult budget(TaskRun run, Task task, Step.Rest rest) throws InterruptedException {
    try {
      run.meter().delegated();
    } catch (BudgetExceededException e) {
      return Failures.of(task, Code.BUDGET_EXCEEDED, String.valueOf(e.getMessage()), false, e);
    }
    return rest.proceed(run, task);
  }
}
