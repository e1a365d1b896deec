package dev.impresario.core.internal.dispatch;

import dev.impresario.TaskResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A run's result to come. Cancelling it cancels the task. */
final class ResultFuture extends CompletableFuture<TaskResult> {
  private final TaskRun run;

  ResultFuture(TaskRun run, Executor executor) {
    this.run = run;
    // it completes this future, and with a value always
    CompletableFuture<Void> unused = run.outcome().thenAcceptAsync(this::complete, executor);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean first = super.cancel(mayInterruptIfRunning);
    run.cancel("its future was cancelled");
    return first;
  }
}
