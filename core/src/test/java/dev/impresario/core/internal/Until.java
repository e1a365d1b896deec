package dev.impresario.core.internal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, and no longer than the time-out of the test. */
public final class Until {
  private static final long GLANCE_NANOS = 100_000;

  private Until() {}

  /** Returns when it is so. */
  public static void so(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(GLANCE_NANOS);
      if (Thread.interrupted()) {
        throw new AssertionError("it took too long"); // JUnit's time-out interrupts
      }
    }
  }
}
