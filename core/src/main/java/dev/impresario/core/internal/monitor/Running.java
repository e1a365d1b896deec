package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor.Operation;
import dev.impresario.Monitor.Timer;
import java.util.function.LongSupplier;

/** One execution of an operation. Used by one thread. */
final class Running implements Timer {
  private final Operation operation;
  private final LongSupplier clock;
  private final long start;
  private boolean success = true;
  private boolean ended;

  Running(Operation operation, LongSupplier clock) {
    this.operation = operation;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  @Override
  public void failed() {
    success = false;
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      operation.record(clock.getAsLong() - start, success);
    }
  }
}
