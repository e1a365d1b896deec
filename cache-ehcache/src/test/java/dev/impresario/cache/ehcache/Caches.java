package dev.impresario.cache.ehcache;

import dev.impresario.Cache;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Caches for the tests. */
final class Caches {
  static final String HEAP = "heap";
  static final String OFFHEAP = "offheap";
  static final String DISK = "disk";
  static final String ALL = "all";

  private Caches() {}

  static Map<String, String> options(String tiers, Path directory) {
    var options = new TreeMap<String, String>();
    if (!tiers.equals(HEAP)) {
      options.put("heap", "8"); // so few that most values come from the tier below
    }
    if (tiers.equals(OFFHEAP) || tiers.equals(ALL)) {
      options.put("offheap", "2");
    }
    if (tiers.equals(DISK) || tiers.equals(ALL)) {
      options.put("disk", "8");
      options.put("directory", directory.toString());
    }
    return options;
  }

  static <K, V> Cache<K, V> open(CacheSpec<K, V> spec, Map<String, String> options) {
    var provider = new EhcacheCacheProvider();
    return provider.create(spec, Options.of(provider, options));
  }

  static <K, V> Cache<K, V> open(CacheSpec<K, V> spec, String tiers, Path directory) {
    return open(spec, options(tiers, directory));
  }

  static CacheSpec<String, String> counting(long maximum) {
    return CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, maximum);
  }

  static CacheSpec<String, String> weighing(long maximum) {
    return CacheSpec.weighing(
        "prompts", Codec.TEXT, Codec.TEXT, maximum, (key, value) -> value.length());
  }
}
