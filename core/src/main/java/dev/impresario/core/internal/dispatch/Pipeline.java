package dev.impresario.core.internal.dispatch;

import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.List;

/** The steps of a task, in their order. Immutable. */
record Pipeline(List<Step> steps) {
  private static final Step.Rest NOTHING =
      task -> {
        throw new IllegalStateException("the last step has to end a task");
      };

  TaskResult process(TaskRun run) throws InterruptedException {
    return from(0, run, run.task);
  }

  private TaskResult from(int step, TaskRun run, Task task) throws InterruptedException {
    boolean last = step == steps.size() - 1;
    return steps
        .get(step)
        .apply(run, task, last ? NOTHING : changed -> from(step + 1, run, changed));
  }
}
