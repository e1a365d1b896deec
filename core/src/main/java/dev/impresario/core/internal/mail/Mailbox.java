package dev.impresario.core.internal.mail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings letters to one listener, in order, on a thread that lives while there are any. So a
 * listener that blocks holds up nobody but itself. Safe for use by many threads.
 */
public final class Mailbox<T> {

  /** Adds a letter to those that wait, and bounds them. Called under a lock: quick, and ours. */
  @FunctionalInterface
  public interface Sorter<T> {
    /** Adds the letter, or makes room first, or lets it be. */
    void add(Deque<T> waiting, T letter);
  }

  private final Consumer<? super T> listener;
  private final Sorter<T> sorter;
  private final ThreadFactory threads;
  private final Consumer<Throwable> complaints;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<T> waiting = new ArrayDeque<>(); // guarded by lock
  private @Nullable Thread courier; // guarded by lock
  private boolean closed; // guarded by lock
  private volatile boolean complained;

  /**
   * Makes one without a thread.
   *
   * @param threads makes daemon threads
   * @param complaints told of the first failure of the listener only: a log flood helps nobody
   */
  public Mailbox(
      Consumer<? super T> listener,
      Sorter<T> sorter,
      ThreadFactory threads,
      Consumer<Throwable> complaints) {
    this.listener = listener;
    this.sorter = sorter;
    this.threads = threads;
    this.complaints = complaints;
  }

  /** Takes a letter for the next delivery. */
  public void post(T letter) {
    lock.lock();
    try {
      if (!closed) {
        sorter.add(waiting, letter);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to bring what waits, unless that is under way. If no thread is to be had, that is an
   * {@link OutOfMemoryError}, and the next delivery tries again.
   */
  public void deliver() {
    lock.lock();
    try {
      if (courier == null && !waiting.isEmpty() && !closed) {
        Thread thread = threads.newThread(this::bringAll);
        thread.start();
        courier = thread; // only now: one that could not start brings nothing
      }
    } finally {
      lock.unlock();
    }
  }

  /** Brings nothing more; what is under way goes on. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Brings nothing more, and interrupts what is under way. */
  public void closeNow() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      if (courier != null && courier != Thread.currentThread()) {
        courier.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void bringAll() {
    try {
      for (T letter = next(); letter != null; letter = next()) {
        bring(letter);
        clearInterrupt();
      }
    } finally {
      retire(); // whatever the listener threw, the next letter finds a new thread
    }
  }

  private @Nullable T next() {
    lock.lock();
    try {
      T letter = waiting.poll(); // a closed one is empty
      if (letter == null) {
        courier = null; // together with the look: who posts from now on starts another
      }
      return letter;
    } finally {
      lock.unlock();
    }
  }

  private void bring(T letter) {
    try {
      listener.accept(letter);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (!complained) {
        complained = true;
        complaints.accept(e);
      }
    }
  }

  /** What the listener left says nothing to the next letter; what the close set stays. */
  private void clearInterrupt() {
    lock.lock();
    try {
      boolean ignored = !closed && Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  private void retire() {
    lock.lock();
    try {
      if (courier == Thread.currentThread()) {
        courier = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
