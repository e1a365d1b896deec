package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Completes as another stage does, with the very same value or exception, but not before that was
 * recorded: whoever has waited for it finds it in the snapshot.
 */
final class TrackedStage<T> extends CompletableFuture<T> {
  private final CompletionStage<T> work;

  private TrackedStage(CompletionStage<T> work) {
    this.work = work;
  }

  static <T> CompletionStage<T> of(CompletionStage<T> work, Monitor.Timer timer) {
    var tracked = new TrackedStage<T>(work);
    work.whenComplete((value, failure) -> tracked.complete(timer, value, failure));
    return tracked;
  }

  private void complete(Monitor.Timer timer, T value, @Nullable Throwable failure) {
    if (failure == null) {
      timer.close();
      complete(value);
    } else {
      timer.failed();
      timer.close();
      completeExceptionally(failure);
    }
  }

  /** Cancels the work itself, as cancelling its own stage would. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    try {
      work.toCompletableFuture().cancel(mayInterruptIfRunning);
    } catch (UnsupportedOperationException e) {
      // a stage may refuse to be a future; then the work goes on and is recorded when it ends
    }
    return super.cancel(mayInterruptIfRunning);
  }
}
