package dev.impresario.core.internal.monitor;

import dev.impresario.Alert;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Brings alerts to one listener, in order, on a daemon thread that lives while there are any. So a
 * listener that blocks holds up nobody but itself. Safe for use by many threads.
 */
final class Mailbox {
  /** How many alerts wait for a listener; even, since they are forgotten in pairs. */
  static final int CAPACITY = 16;

  private static final String THREAD = "impresario-alert";

  private final Consumer<Alert> listener;
  private final Supplier<Logger> log;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Alert> waiting = new ArrayDeque<>(); // guarded by lock
  private @Nullable Thread courier; // guarded by lock
  private boolean closed; // guarded by lock
  private volatile boolean complained;

  Mailbox(Consumer<Alert> listener, Supplier<Logger> log) {
    this.listener = listener;
    this.log = log;
  }

  /**
   * Takes an alert for the next delivery. If the listener is that far behind, it never learns of
   * the oldest breach and recovery, which are over.
   */
  void post(Alert alert) {
    lock.lock();
    try {
      if (waiting.size() == CAPACITY) {
        waiting.poll();
        waiting.poll();
      }
      waiting.add(alert);
    } finally {
      lock.unlock();
    }
  }

  /** Begins to bring what waits, unless that is under way. */
  void deliver() {
    lock.lock();
    try {
      if (courier == null && !waiting.isEmpty() && !closed) {
        var thread = new Thread(null, this::bringAll, THREAD, 0, false);
        thread.setDaemon(true);
        thread.start();
        courier = thread; // only now: if no thread is to be had, the next delivery tries again
      }
    } finally {
      lock.unlock();
    }
  }

  /** Brings nothing more; what is under way goes on. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Brings nothing more, and interrupts what is under way. */
  void closeNow() {
    lock.lock();
    try {
      closed = true;
      if (courier != null && courier != Thread.currentThread()) {
        courier.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void bringAll() {
    try {
      for (Alert alert = next(); alert != null; alert = next()) {
        bring(alert);
      }
    } finally {
      retire(); // whatever the listener threw, the next alert finds a new thread
    }
  }

  private @Nullable Alert next() {
    lock.lock();
    try {
      Alert alert = closed ? null : waiting.poll();
      if (alert == null) {
        courier = null; // together with the look: who posts from now on starts another
      }
      return alert;
    } finally {
      lock.unlock();
    }
  }

  private void bring(Alert alert) {
    try {
      listener.accept(alert);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (!complained) { // once: a log flood helps nobody
        complained = true;
        log.get().warn("the listener of a performance budget fails; alerts go on", e);
      }
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
