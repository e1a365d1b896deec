package dev.impresario.core.internal.monitor;

import dev.impresario.Alert;
import dev.impresario.PerformanceBudget;
import dev.impresario.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Judges all budgets under watch, window by window, on one daemon thread that lives while there are
 * any. No foreign code runs here. Safe for use by many threads.
 */
final class Watches implements AutoCloseable {
  private static final String THREAD = "impresario-monitor";

  private final LongSupplier clock;
  private final Duration window;
  private final Supplier<Logger> log;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Watch> watches = new ArrayList<>(); // guarded by lock
  private boolean closed; // guarded by lock
  private @Nullable Thread judge; // guarded by lock

  Watches(LongSupplier clock, Duration window, Supplier<Logger> log) {
    this.clock = clock;
    this.window = window;
    this.log = log;
  }

  /** Watches until the subscription is closed. */
  Subscription add(PerformanceBudget budget, Gauge gauge, Consumer<Alert> listener) {
    var watch = new Watch(budget, gauge, AlertMail.to(listener, log));
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the monitor is closed");
      }
      if (judge == null) {
        judge = started();
      }
      watches.add(watch);
    } finally {
      lock.unlock();
    }
    return () -> remove(watch);
  }

  private Thread started() {
    var thread = new Thread(null, this::judgeWindows, THREAD, 0, false);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void remove(Watch watch) {
    watch.mailbox().close();
    lock.lock();
    try {
      watches.remove(watch);
      if (watches.isEmpty()) {
        stop();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Judges each budget by what came since its last verdict. */
  void judge() {
    lock.lock();
    try {
      watches.forEach(this::judge);
    } finally {
      lock.unlock();
    }
  }

  private void judge(Watch watch) {
    try {
      watch.judge(clock.getAsLong());
    } catch (OutOfMemoryError e) {
      // no memory or no thread to be had: nothing is lost, the next window tries again
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      watches.forEach(watch -> watch.mailbox().closeNow());
      watches.clear();
      stop();
    } finally {
      lock.unlock();
    }
  }

  private void stop() {
    Thread thread = judge;
    judge = null;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void judgeWindows() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(window.toNanos());
        judge();
      }
    } catch (InterruptedException e) {
      // nothing is watched any more
    }
  }
}
