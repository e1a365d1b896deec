package dev.impresario.core.internal.calls;

import dev.impresario.ModelCall;
import dev.impresario.Usage;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt may use and has used. When it ends, what was reserved is replaced by what was
 * reported. If nothing was reported, an attempt that succeeded counts as estimated, since it was
 * not free, and one that failed counts as nothing. What is reported after the end is counted all
 * the same: it will be on the bill.
 */
final class Spending implements ModelCall.Attempt, AutoCloseable {
  private final int number;
  private final String agent;
  private final String model;
  private final Meter.Reservation reservation;
  private final UsageLedger ledger;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Usage reported; // guarded by the lock
  private boolean ended; // guarded by the lock
  private boolean succeeded; // used by the attempt's thread

  Spending(
      int number, String agent, String model, Meter.Reservation reservation, UsageLedger ledger) {
    this.number = number;
    this.agent = agent;
    this.model = model;
    this.reservation = reservation;
    this.ledger = ledger;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public void used(Usage usage) {
    Objects.requireNonNull(usage, "usage");
    if (!takeNote(usage)) {
      count(usage, reservation.costOf(usage));
    }
  }

  /** Says that the attempt returned. */
  void succeeded() {
    succeeded = true;
  }

  @Override
  public void close() {
    Usage known = end();
    if (known != null) {
      count(known, reservation.costOf(known));
    } else if (succeeded) {
      count(reservation.estimate(), reservation.estimatedCost());
    } else {
      reservation.release();
    }
  }

  private boolean takeNote(Usage usage) {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      reported = reported == null ? usage : reported.plus(usage);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Usage end() {
    lock.lock();
    try {
      ended = true;
      return reported;
    } finally {
      lock.unlock();
    }
  }

  private void count(Usage usage, BigDecimal cost) {
    reservation.settle(usage, cost);
    ledger.add(agent, model, usage, cost);
  }
}
