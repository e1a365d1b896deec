package dev.impresario.benchmarks;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how many requests of the same traces each cache can answer, beside the most that any
 * could. Counts, and measures no time, so it prints nearly the same everywhere.
 */
public final class HitRates {
  private static final int PROMPTS = 10_000;
  static final int CAPACITY = PROMPTS / 10;
  private static final int REQUESTS = 1_000_000;
  private static final double SKEW = 0.99;
  private static final double[] SCANS = {0, 0.12, 0.25, 0.5};
  private static final long SEED = 42;

  private HitRates() {}

  /** Prints the table; takes no arguments. */
  public static void main(String[] args) {
    System.out.printf(
        Locale.ROOT,
        "Zipf %.2f over %,d prompts and scans over all, room for %,d, %,d requests%n%n",
        SKEW,
        PROMPTS,
        CAPACITY,
        REQUESTS);
    System.out.println("| share of scans | lru | ehcache | adaptive | optimum |");
    System.out.println("|---|---|---|---|---|");
    for (double scans : SCANS) {
      System.out.println(row(scans));
    }
  }

  private static String row(double scans) {
    int[] trace = trace(scans, SEED);
    var row = new StringBuilder(String.format(Locale.ROOT, "| %.0f %% ", scans * 100));
    caches().forEach((name, options) -> row.append(cell(hits(trace, name, options, CAPACITY))));
    return row.append(cell(Optimum.hits(trace, CAPACITY))).append('|').toString();
  }

  private static String cell(int hits) {
    return String.format(Locale.ROOT, "| %.1f %% ", percent(hits));
  }

  static double percent(int hits) {
    return hits * 100.0 / REQUESTS;
  }

  static int[] trace(double scans, long seed) {
    return Trace.zipfWithScans(PROMPTS, SKEW, REQUESTS, scans, seed);
  }

  private static Map<String, Map<String, String>> caches() {
    var caches = new LinkedHashMap<String, Map<String, String>>();
    caches.put("inmemory lru", Map.of("eviction", "lru"));
    caches.put("ehcache", Map.of());
    caches.put("inmemory adaptive", Map.of("eviction", "adaptive"));
    return caches;
  }

  /** Returns how many requests a cache answers that has room for so many. */
  static int hits(int[] trace, String name, Map<String, String> options, int capacity) {
    CacheProvider provider = Providers.cache(name.split(" ", 2)[0]);
    var spec = CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, capacity);
    int hits = 0;
    try (Cache<String, String> cache = provider.create(spec, Options.of(provider, options))) {
      for (int prompt : trace) {
        String key = "agent-" + prompt;
        if (cache.get(key) != null) {
          hits++;
        } else {
          cache.put(key, key);
        }
      }
    }
    return hits;
  }
}
