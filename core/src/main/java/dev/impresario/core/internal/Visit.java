package dev.impresario.core.internal;

import dev.impresario.core.internal.Scanner.Pass;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A look at one source, which may take for ever. One at a time of each source. */
final class Visit implements Runnable {

  /** What is done. */
  @FunctionalInterface
  interface Work {
    Pass look(Visit visit) throws InterruptedException;
  }

  private final Work work;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Visit last; // used by who runs it
  private @Nullable Thread runner; // guarded by lock
  private volatile boolean cancelled; // written under the lock
  private boolean late; // used by who scans
  private volatile @Nullable Pass pass;
  private volatile @Nullable Throwable failure;

  /**
   * Makes one.
   *
   * @param last the source's last one, whose end is awaited, or null
   */
  Visit(Work work, @Nullable Visit last) {
    this.work = work;
    this.last = last;
  }

  @Override
  public void run() {
    setRunner(Thread.currentThread());
    try {
      Visit before = last;
      if (before != null) {
        before.end.await();
        last = null; // else each would hold all before it
      }
      if (!cancelled) {
        pass = work.look(this);
      }
    } catch (Throwable e) { // whatever it is, who scans must learn of it
      failure = e;
    } finally {
      setRunner(null);
      end.countDown();
    }
  }

  private void setRunner(@Nullable Thread thread) {
    lock.lock();
    try {
      runner = thread;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it, if its source heeds interrupts; what it finds is of no use. */
  void cancel() {
    lock.lock();
    try {
      cancelled = true;
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean await(long millis) throws InterruptedException {
    return end.await(late ? 0 : millis, TimeUnit.MILLISECONDS);
  }

  boolean hasEnded() {
    return end.getCount() == 0;
  }

  /** Nobody waits for it any more; a later scan takes what it has found. */
  void setLate() {
    late = true;
  }

  boolean isLate() {
    return late;
  }

  /** Returns what it has found, or null if it has failed or not ended. */
  @Nullable Pass pass() {
    return pass;
  }

  /** Returns why there is nothing, to be thrown; throws it itself if it is an error. */
  RuntimeException failure() {
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(thrown); // other languages throw what none declares
  }
}
