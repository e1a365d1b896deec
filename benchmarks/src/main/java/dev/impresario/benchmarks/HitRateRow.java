package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many requests the cache answers, in per cent of the same trace, beside a cache that forgets
 * what was not used for longest, and beside the most that any could. Counts, so it has no noise but
 * that of the traces.
 */
public record HitRateRow(Target target) implements Row {
  private static final double SCANS = 0.12;
  private static final long SEED = 42;

  @Override
  public String name() {
    return "hit-rate";
  }

  @Override
  public String work() {
    return "hit rate, Zipf 0.99 and scans, 10 % capacity";
  }

  @Override
  public String baseline() {
    return "least recently used, and Belady's optimum, on the same trace";
  }

  @Override
  public List<Figure> measure(Effort effort) {
    var ours = new ArrayList<Double>();
    var lru = new ArrayList<Double>();
    var optimum = new ArrayList<Double>();
    for (int i = 0; i < effort.forks(); i++) {
      int[] trace = HitRates.trace(SCANS, SEED + i);
      ours.add(HitRates.percent(HitRates.hits(trace, "inmemory", Map.of(), HitRates.CAPACITY)));
      lru.add(
          HitRates.percent(
              HitRates.hits(trace, "inmemory", Map.of("eviction", "lru"), HitRates.CAPACITY)));
      optimum.add(HitRates.percent(Optimum.hits(trace, HitRates.CAPACITY)));
    }
    var rate = new Samples(ours);
    return List.of(
        Figure.absolute("hits", Unit.PERCENT, rate, target),
        Figure.ratio(
            "to least recently used", Unit.PERCENT, rate, new Samples(lru), Target.atLeast(1)),
        Figure.ratio(
            "to the optimum", Unit.PERCENT, rate, new Samples(optimum), Target.atLeast(0.85)));
  }
}
