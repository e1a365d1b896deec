package dev.impresario.cache.inmemory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impresario.spi.CacheSpec;
import java.util.concurrent.atomic.LongAdder;

/** Forgets by frequency and recency: Caffeine. */
final class AdaptiveEviction {

  private AdaptiveEviction() {}

  static <K, V> Store<K, V> store(CacheSpec<K, V> spec) {
    var evictions = new LongAdder();
    Caffeine<K, V> builder =
        Caffeine.newBuilder()
            .executor(Runnable::run) // the common pool is not ours to use
            .maximumWeight(spec.maximumWeight())
            .weigher((K key, V value) -> Weights.asInt(spec, key, value))
            .evictionListener((key, value, cause) -> evictions.increment());
    if (spec.timeToLive() != null) {
      builder.expireAfterWrite(spec.timeToLive()).ticker(spec.ticker()::getAsLong);
    }
    Cache<K, V> cache = builder.build();
    return new MapStore<>(spec, cache.asMap(), cache::cleanUp, evictions);
  }
}
