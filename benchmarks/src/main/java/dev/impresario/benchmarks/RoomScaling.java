package dev.impresario.benchmarks;

import java.util.Map;

/** How many requests of a trace caches answer, by how much they hold. Counts, measures no time. */
public final class RoomScaling implements Scaling {
  private static final int PROMPTS = 10_000;
  private static final int REQUESTS = 1_000_000;

  /** For the process. */
  public RoomScaling() {}

  @Override
  public void measure(int size, Effort effort, Results results) {
    int[] trace = Trace.zipfWithScans(PROMPTS, 0.99, REQUESTS, 0.12, 42);
    results.add("inmemory, adaptive", percent(hits(trace, "adaptive", size)));
    results.add("inmemory, lru", percent(hits(trace, "lru", size)));
    results.add("best possible", percent(Optimum.hits(trace, size)));
  }

  private static int hits(int[] trace, String eviction, int room) {
    return HitRates.hits(trace, "inmemory", Map.of("eviction", eviction), room);
  }

  private static double percent(int hits) {
    return hits * 100.0 / REQUESTS;
  }
}
