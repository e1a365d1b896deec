package dev.impresario.core.internal.dispatch;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The machine's clock, with one daemon thread that starts when something is first scheduled. */
public final class SystemClock implements Clock {
  private static final String NAME = "impresario-clock";
  private static final long IDLE_SECONDS = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ScheduledThreadPoolExecutor timer;
  private volatile @Nullable Thread thread;
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
    Future<?> planned = running.schedule(() -> perform(action), afterNanos, TimeUnit.NANOSECONDS);
    return () -> planned.cancel(false);
  }

  private static void perform(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) { // its future, which nobody asks, would keep it to itself
      LoggerFactory.getLogger("dev.impresario.delegation").error("a timer failed", e);
    }
  }

  @Override
  public boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  private ScheduledThreadPoolExecutor start() {
    lock.lock();
    try {
      ScheduledThreadPoolExecutor started = timer;
      if (started == null) {
        // after the close there is nothing left that a timer could matter to
        started = new ScheduledThreadPoolExecutor(1, this::newThread, (action, executor) -> {});
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

  private Thread newThread(Runnable work) {
    var made = new Thread(null, work, NAME, 0, false);
    made.setDaemon(true);
    thread = made;
    return made;
  }
}
