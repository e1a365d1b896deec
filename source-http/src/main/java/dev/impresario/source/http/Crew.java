package dev.impresario.source.http;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that are there only while there is work. When they are dismissed, whoever waits for a
 * task that was not done by then is told so at once, even if the task itself heeds no interrupt.
 * Safe for use by many threads.
 */
final class Crew extends ThreadPoolExecutor {
  private static final long IDLE_SECONDS = 5;

  private final Set<Runnable> atWork = ConcurrentHashMap.newKeySet();

  Crew(int threads, String name) {
    super(
        threads,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Threads.named(name));
    allowCoreThreadTimeOut(true);
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    atWork.add(task);
    if (isShutdown()) { // dismissed after the task left the queue, before it was seen here
      cancel(Set.of(task));
    }
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable failure) {
    atWork.remove(task);
  }

  /** Ends all tasks, also those that have not begun, and takes no more. */
  void dismiss() {
    cancel(shutdownNow());
    cancel(atWork);
  }

  private static void cancel(Collection<Runnable> tasks) {
    for (Runnable task : tasks) {
      if (task instanceof Future<?> future) {
        future.cancel(true);
      }
    }
  }
}
