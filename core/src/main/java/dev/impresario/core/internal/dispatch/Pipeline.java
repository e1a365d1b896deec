package dev.impresario.core.internal.dispatch;

import dev.impresario.TaskResult;
import java.util.List;

/** The steps of a task, in their order. Chained once, not for each task. Immutable. */
final class Pipeline {
  private static final Step.Rest NOTHING =
      (run, task) -> {
        throw new IllegalStateException("the last step has to end a task");
      };

  private final Step.Rest all;

  Pipeline(List<Step> steps) {
    Step.Rest chained = NOTHING;
    for (int i = steps.size() - 1; i >= 0; i--) {
      chained = before(chained, steps.get(i));
    }
    all = chained;
  }

  private static Step.Rest before(Step.Rest rest, Step step) {
    return (run, task) -> step.apply(run, task, rest);
  }

  TaskResult process(TaskRun run) throws InterruptedException {
    return all.proceed(run, run.task);
  }
}
