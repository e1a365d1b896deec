package dev.impresario.core.internal.monitor;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Measures the share of look-ups that hit. */
final class HitsGauge implements Gauge {
  private static final int ENOUGH = 20;

  private final LongSupplier hits;
  private final LongSupplier misses;
  private long hitsBefore;
  private long missesBefore;

  HitsGauge(LongSupplier hits, LongSupplier misses) {
    this.hits = hits;
    this.misses = misses;
    this.hitsBefore = hits.getAsLong();
    this.missesBefore = misses.getAsLong();
  }

  @Override
  public OptionalDouble next() {
    long hitsNow = hits.getAsLong();
    long missesNow = misses.getAsLong();
    long fresh = hitsNow - hitsBefore;
    long lookUps = fresh + missesNow - missesBefore;
    if (lookUps < ENOUGH) {
      return OptionalDouble.empty();
    }
    hitsBefore = hitsNow;
    missesBefore = missesNow;
    return OptionalDouble.of((double) fresh / lookUps);
  }
}
