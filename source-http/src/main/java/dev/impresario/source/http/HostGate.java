package dev.impresario.source.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets requests to one host pass, or not: after so many failures in a row none for a while, then
 * one that decides; and none before the time that the host itself has asked for. Safe for use by
 * many threads.
 *
 * <p>What began before it shut says nothing of how the host is now, so each request holds the
 * number of the turn that it began in, and counts for nothing in another.
 */
final class HostGate {
  private final String host;
  private final int failuresToShut;
  private final long pause;
  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by the lock
  private int failures;
  private long shutUntil;
  private boolean trying;
  private boolean silent;
  private long silentUntil;
  private int turn;
  private int users;

  HostGate(String host, int failuresToShut, Duration pause, LongSupplier ticker) {
    this.host = host;
    this.failuresToShut = failuresToShut;
    this.pause = pause.toNanos();
    this.ticker = ticker;
  }

  /** Says that somebody is about to use it, so that it must not be forgotten. */
  void claim() {
    lock.lock();
    try {
      users++;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a claim. */
  void release() {
    lock.lock();
    try {
      users--;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether nobody uses it, and it would let everybody pass. */
  boolean isForgettable() {
    lock.lock();
    try {
      long now = ticker.getAsLong();
      boolean stillSilent = silent && silentUntil - now > 0;
      boolean shut = failures >= failuresToShut && shutUntil - now > 0;
      return users == 0 && !stillSilent && !shut;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets a request pass; one of the other methods must follow.
   *
   * @return the turn, to be handed to that method
   * @throws FetchFailure if it may not
   */
  int enter() throws FetchFailure {
    lock.lock();
    try {
      long now = ticker.getAsLong();
      silent &= silentUntil - now > 0;
      if (silent) {
        throw FetchFailure.leftAlone(
            "host '%s' asked to be left alone".formatted(host), silentUntil - now);
      }
      if (failures >= failuresToShut) {
        if (shutUntil - now > 0 || trying) {
          throw FetchFailure.leftAlone(
              "host '%s' failed %d times in a row and is left alone for a while"
                  .formatted(host, failures),
              0);
        }
        trying = true;
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that the host answered as it should. */
  void succeeded(int entered) {
    lock.lock();
    try {
      if (entered == turn) {
        failures = 0;
        trying = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that the host, or the way to it, failed. */
  void failed(int entered) {
    lock.lock();
    try {
      if (entered == turn) {
        failures++;
        trying = false;
        if (failures >= failuresToShut) {
          failures = failuresToShut;
          shutUntil = ticker.getAsLong() + pause;
          turn++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of a request that says nothing of the host. */
  void left(int entered) {
    lock.lock();
    try {
      trying &= entered != turn;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that the host wants no request for so many nanoseconds. */
  void leaveAlone(long nanos) {
    lock.lock();
    try {
      long until = ticker.getAsLong() + nanos;
      if (!silent || until - silentUntil > 0) {
        silentUntil = until;
      }
      silent = true;
    } finally {
      lock.unlock();
    }
  }
}
