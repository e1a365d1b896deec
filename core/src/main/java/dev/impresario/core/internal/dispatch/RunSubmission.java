package dev.impresario.core.internal.dispatch;

import dev.impresario.Submission;
import dev.impresario.TaskResult;
import java.util.concurrent.CompletionStage;

/** A run, as who submitted it sees it. */
record RunSubmission(TaskRun run) implements Submission {

  @Override
  public String id() {
    return run.task.id();
  }

  @Override
  public boolean cancel() {
    return run.cancel("its caller did not want it any more");
  }

  @Override
  public TaskResult await() throws InterruptedException {
    return run.dispatcher.await(run);
  }

  @Override
  public CompletionStage<TaskResult> result() {
    return run.dispatcher.resultOf(run);
  }

  /** Shows the task. */
  @Override
  public String toString() {
    return "Submission[" + run.task + "]";
  }
}
