package dev.impresario.core.internal.dispatch;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The machine's clock, with one daemon thread that starts when something is first scheduled. */
public final class SystemClock implements Clock {
  private static final long IDLE_SECONDS = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ScheduledThreadPoolExecutor timer;
  private volatile boolean closed;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Runnable schedule(Runnable action, long afterNanos) {
    ScheduledThreadPoolExecutor running = timer;
    if (running == null) {
      running = start();
    }
    Future<?> planned = running.schedule(action, afterNanos, TimeUnit.NANOSECONDS);
    return () -> planned.cancel(false);
  }

  private ScheduledThreadPoolExecutor start() {
    lock.lock();
    try {
      ScheduledThreadPoolExecutor started = timer;
      if (started == null) {
        // after the close there is nothing left that a timer could matter to
        started = new ScheduledThreadPoolExecutor(1, SystemClock::thread, (action, executor) -> {});
        started.setRemoveOnCancelPolicy(true);
        started.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        started.allowCoreThreadTimeOut(true);
        if (closed) {
          started.shutdownNow();
        }
        timer = started;
      }
      return started;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (timer != null) {
        timer.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "impresario-clock");
    thread.setDaemon(true);
    return thread;
  }
}
