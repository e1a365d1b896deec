package dev.impresario.core.internal.dispatch;

import dev.impresario.TaskResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that a host's wrapper should run, on this thread and once; anything else it does not do. */
final class Once implements Runnable {
  private final Supplier<TaskResult> work;
  private final Thread thread = Thread.currentThread();
  private final AtomicBoolean claimed = new AtomicBoolean();
  private @Nullable TaskResult result;

  Once(Supplier<TaskResult> work) {
    this.work = work;
  }

  @Override
  public void run() {
    if (Thread.currentThread() == thread && claimed.compareAndSet(false, true)) {
      result = work.get();
    }
  }

  /** Returns the result, or this if the work was not run; it will not be any more. */
  TaskResult resultOr(TaskResult otherwise) {
    claimed.set(true);
    return result == null ? otherwise : result;
  }
}
