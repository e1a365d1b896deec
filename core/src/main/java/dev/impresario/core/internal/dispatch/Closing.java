package dev.impresario.core.internal.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How a dispatcher ends. Safe for use by many threads. */
final class Closing {
  static final String REASON = "the engine was closed";

  /** An agent has a second to hear its interrupt. */
  private static final long GRACE = Duration.ofMillis(1_500).toNanos();

  /** What has just been cancelled is to be called a stray only if it is one. */
  private static final long MINIMUM = Duration.ofMillis(100).toNanos();

  private enum Phase {
    OPEN,
    DRAINING,
    OVER
  }

  private final Collection<TaskRun> live;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition oneLess = lock.newCondition();
  private volatile Phase phase = Phase.OPEN;

  Closing(Collection<TaskRun> live) {
    this.live = live;
  }

  /** Children of what drains are taken still, or their parents could not end well. */
  void requireOpen(boolean child) {
    if (phase == Phase.OVER || (phase == Phase.DRAINING && !child)) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  void gone() {
    if (phase == Phase.OPEN) {
      return;
    }
    lock.lock();
    try {
      oneLess.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the tasks whose threads were still at work when the time was over. */
  List<String> close(long timeout) {
    phase = Phase.DRAINING;
    boolean interrupted = false;
    long end = System.nanoTime() + Math.max(timeout, MINIMUM);
    try {
      awaitNone(System.nanoTime() + timeout - Math.min(GRACE, timeout / 2));
    } catch (InterruptedException e) {
      interrupted = true; // whoever closes is in a hurry
    }
    phase = Phase.OVER;
    live.forEach(run -> run.cancel(REASON));
    try {
      awaitNone(interrupted ? System.nanoTime() + MINIMUM : end);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return live.stream().map(run -> Failures.name(run.task)).sorted().toList();
  }

  private void awaitNone(long end) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = end - System.nanoTime();
      while (!live.isEmpty() && left > 0) {
        // the bound is for a task that was added while this looked
        oneLess.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
        left = end - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }
}
