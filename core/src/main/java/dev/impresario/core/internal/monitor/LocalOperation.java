package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor;
import java.util.function.LongSupplier;

/** An operation of this process. Safe for use by many threads. */
final class LocalOperation implements Monitor.Operation {
  private final Histogram times = new Histogram();
  private final LongSupplier clock;

  LocalOperation(LongSupplier clock) {
    this.clock = clock;
  }

  @Override
  public void record(long nanos, boolean success) {
    times.record(nanos, success);
  }

  @Override
  public Monitor.Timer start() {
    return new Running(this, clock);
  }

  /** Returns what was recorded so far. */
  Tally read() {
    return times.read();
  }
}
