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
    return new Running(this, clock.getAsLong());
  }

  /** Returns what was recorded so far. */
  Tally read() {
    return times.read();
  }

  private static final class Running implements Monitor.Timer {
    private final LocalOperation operation;
    private final long start;
    private boolean success = true;
    private boolean ended;

    Running(LocalOperation operation, long start) {
      this.operation = operation;
      this.start = start;
    }

    @Override
    public void failed() {
      success = false;
    }

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        operation.record(operation.clock.getAsLong() - start, success);
      }
    }
  }
}
