package dev.impresario.systemtests;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.util.Map;
import java.util.ServiceLoader;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Get, put and invalidate of a few keys by three threads at once, in each cache: every outcome must
 * be one that a plain map could give, one call after the other.
 */
@Timeout(300)
class CacheLinearizabilityTest {

  @Test
  void adaptive_looksLikeAMap() {
    check(Adaptive.class, 1_000);
  }

  @Test
  void lru_looksLikeAMap() {
    check(Lru.class, 1_000);
  }

  private static void check(Class<? extends Calls> calls, int invocations) {
    new StressOptions()
        .iterations(5)
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(2)
        .invocationsPerIteration(invocations)
        .check(calls);
  }

  /** What the threads do. */
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "value", gen = IntGen.class, conf = "0:9")
  public abstract static class Calls {
    private final Cache<String, String> cache;

    Calls(String provider, Map<String, String> options) {
      CacheProvider found =
          ServiceLoader.load(CacheProvider.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(candidate -> candidate.id().equals(provider))
              .findAny()
              .orElseThrow();
      cache =
          found.create(
              CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 100),
              Options.of(found, options));
    }

    /** Reads. */
    @Operation
    public @Nullable String get(@Param(name = "key") int key) {
      return cache.get("key-" + key);
    }

    /** Writes. */
    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      cache.put("key-" + key, "value-" + value);
    }

    /** Forgets. */
    @Operation
    public void invalidate(@Param(name = "key") int key) {
      cache.invalidate("key-" + key);
    }

    /** Forgets by a filter. */
    @Operation
    public void invalidateIf(@Param(name = "key") int key) {
      cache.invalidateIf(candidate -> candidate.equals("key-" + key));
    }
  }

  /** Caffeine. */
  public static class Adaptive extends Calls {
    /** For the checker. */
    public Adaptive() {
      super("inmemory", Map.of("eviction", "adaptive"));
    }
  }

  /** Guava. */
  public static class Lru extends Calls {
    /** For the checker. */
    public Lru() {
      super("inmemory", Map.of("eviction", "lru"));
    }
  }
}
