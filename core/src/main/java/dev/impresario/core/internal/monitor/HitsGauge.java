package dev.impresario.core.internal.monitor;

import java.util.OptionalDouble;

/** Measures the share of look-ups that hit. */
final class HitsGauge implements Gauge {
  private static final int ENOUGH = 20;

  private final LookUps lookUps;
  private long hitsBefore;
  private long missesBefore;

  HitsGauge(LookUps lookUps) {
    this.lookUps = lookUps;
    this.hitsBefore = lookUps.hits();
    this.missesBefore = lookUps.misses();
  }

  @Override
  public OptionalDouble next() {
    long hits = lookUps.hits();
    long misses = lookUps.misses();
    long freshHits = hits - hitsBefore;
    long fresh = freshHits + misses - missesBefore;
    if (fresh < ENOUGH) {
      return OptionalDouble.empty();
    }
    hitsBefore = hits;
    missesBefore = misses;
    return OptionalDouble.of((double) freshHits / fresh);
  }
}
