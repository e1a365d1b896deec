package dev.impresario.source.http;

import dev.impresario.Subscription;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Polls on one thread as long as anybody has a hint here, and runs all hints when something has
 * changed. Safe for use by many threads.
 */
final class Poller implements AutoCloseable {

  /** Waits, asks, and says whether something has changed. */
  @FunctionalInterface
  interface Poll {
    boolean finds() throws InterruptedException, IOException;
  }

  private final Poll poll;
  private final List<Hint> hints = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Thread thread; // written under the lock
  private boolean closed; // guarded by lock

  /** One engine's; the same hint given twice is two. */
  private static final class Hint {
    private final Runnable told;

    Hint(Runnable told) {
      this.told = told;
    }

    /** It is the engine's, and must not end the polling whatever it does. */
    void run() {
      try {
        told.run();
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        // it says that it never throws; the engine scans from time to time all the same
      }
    }
  }

  Poller(Poll poll) {
    this.poll = poll;
  }

  boolean isAtWork() {
    return thread != null;
  }

  Subscription subscribe(Runnable told) {
    var hint = new Hint(told);
    lock.lock();
    try {
      if (closed) {
        return () -> {};
      }
      hints.add(hint);
      if (thread == null) {
        Thread made = Threads.named("impresario-http-poll").newThread(this::run);
        thread = made;
        made.start();
      }
    } finally {
      lock.unlock();
    }
    return () -> unsubscribe(hint);
  }

  private void unsubscribe(Hint hint) {
    lock.lock();
    try {
      hints.remove(hint);
      if (hints.isEmpty()) {
        end();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (isWanted()) {
        if (poll.finds()) {
          hints.forEach(Hint::run);
        }
      }
    } catch (InterruptedException | IOException e) {
      // closed, or nobody has a hint here any more: the two ways to end
    }
  }

  private boolean isWanted() {
    return Thread.currentThread() == thread; // and not one that ended while this one still asked
  }

  /** Under the lock. */
  private void end() {
    Thread ended = thread;
    thread = null;
    if (ended != null) {
      ended.interrupt();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      hints.clear();
      end();
    } finally {
      lock.unlock();
    }
  }
}
