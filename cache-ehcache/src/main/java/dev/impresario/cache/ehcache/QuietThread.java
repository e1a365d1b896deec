package dev.impresario.cache.ehcache;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A thread that nobody interrupts. An interrupt closes the file that is being grown, and Ehcache
 * then tries the closed file for ever; so what may grow it is done here, one thing at a time.
 *
 * <p>The thread starts when there is work and ends when there has been none for a moment. Safe for
 * use by many threads.
 */
final class QuietThread implements AutoCloseable {
  private static final long IDLE_MILLIS = 100;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_MILLIS,
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(),
          QuietThread::thread);

  QuietThread() {
    pool.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(null, work, "impresario-cache-disk", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(QuietThread.class.getClassLoader()); // not the caller's
    return thread;
  }

  /**
   * Does the work there and returns its result, or throws what it throws. Waits for it whatever
   * happens: an interrupt is seen by the caller afterwards.
   */
  <T> T call(Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    pool.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    // a supplier throws nothing that is checked
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  /** Lets the thread end; does not wait for it. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
