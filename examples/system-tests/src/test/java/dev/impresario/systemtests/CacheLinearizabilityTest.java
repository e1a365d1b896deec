package dev.impresario.systemtests;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Get, put and invalidate of a few keys by three threads at once, in each cache: every outcome must
 * be one that a plain map could give, one call after the other.
 */
@Timeout(300)
class CacheLinearizabilityTest {

  private static final Map<String, Cache<String, String>> OPEN = new HashMap<>();

  @TempDir private static Path directory;

  @BeforeAll
  static void open() {
    open("adaptive", "inmemory", Map.of("eviction", "adaptive"));
    open("lru", "inmemory", Map.of("eviction", "lru"));
    open("heap", "ehcache", Map.of());
    open("offheap", "ehcache", Map.of("heap", "1", "offheap", "1"));
    open("disk", "ehcache", Map.of("heap", "1", "disk", "1", "directory", directory.toString()));
  }

  private static void open(String setting, String provider, Map<String, String> options) {
    CacheProvider found =
        ServiceLoader.load(CacheProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.id().equals(provider))
            .findAny()
            .orElseThrow();
    OPEN.put(
        setting,
        found.create(
            CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 100),
            Options.of(found, options)));
  }

  @AfterAll
  static void close() {
    OPEN.values().forEach(Cache::close);
    OPEN.clear();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {Adaptive.class, Lru.class, OnHeap.class, BesideTheHeap.class, OnDisk.class})
  void callsByThreeThreads_lookLikeCallsOfAMap(Class<? extends Calls> calls) {
    new StressOptions()
        .sequentialSpecification(PlainMap.class)
        .iterations(5)
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(2)
        .invocationsPerIteration(500)
        .check(calls);
  }

  /** What the threads do. Each run begins with the same cache, emptied. */
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "value", gen = IntGen.class, conf = "0:9")
  public abstract static class Calls {
    private final Cache<String, String> cache;

    Calls(String setting) {
      cache = OPEN.get(setting);
      cache.invalidateIf(key -> true);
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
  }

  /** What it has to look like. */
  public static class PlainMap {
    private final Map<Integer, String> map = new HashMap<>();

    /** Reads. */
    public @Nullable String get(int key) {
      return map.get(key);
    }

    /** Writes. */
    public void put(int key, int value) {
      map.put(key, "value-" + value);
    }

    /** Forgets. */
    public void invalidate(int key) {
      map.remove(key);
    }
  }

  /** Calls of that cache. */
  public static class Adaptive extends Calls {
    /** For the checker. */
    public Adaptive() {
      super("adaptive");
    }
  }

  /** Calls of that cache. */
  public static class Lru extends Calls {
    /** For the checker. */
    public Lru() {
      super("lru");
    }
  }

  /** Calls of that cache. */
  public static class OnHeap extends Calls {
    /** For the checker. */
    public OnHeap() {
      super("heap");
    }
  }

  /** Calls of that cache. */
  public static class BesideTheHeap extends Calls {
    /** For the checker. */
    public BesideTheHeap() {
      super("offheap");
    }
  }

  /** Calls of that cache. */
  public static class OnDisk extends Calls {
    /** For the checker. */
    public OnDisk() {
      super("disk");
    }
  }
}
