package dev.impresario.core.internal.dispatch;

import dev.impresario.Task;
import dev.impresario.TaskResult;

/** One step on a task's way to its agent. */
@FunctionalInterface
interface Step {

  /** Ends the task, or lets the rest of the way do so. */
  TaskResult apply(TaskRun run, Task task, Rest rest) throws InterruptedException;

  /** The steps that follow. */
  @FunctionalInterface
  interface Rest {
    TaskResult proceed(TaskRun run, Task task) throws InterruptedException;
  }
}
