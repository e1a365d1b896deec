package dev.impresario.core.internal.calls;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Elapsed time for those who ask for instants; nobody can set it back, as the wall clock can be.
 */
final class TickerClock extends Clock {
  private final LongSupplier ticker;
  private final long start;

  TickerClock(LongSupplier ticker) {
    this.ticker = ticker;
    start = ticker.getAsLong();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(ticker.getAsLong() - start);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
