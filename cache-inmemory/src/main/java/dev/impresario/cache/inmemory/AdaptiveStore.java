package dev.impresario.cache.inmemory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Forgets by frequency and recency: Caffeine. */
final class AdaptiveStore<K, V> implements Store<K, V> {
  private final LongAdder evictions = new LongAdder();
  private final Cache<K, V> entries;

  AdaptiveStore(CacheSpec<K, V> spec) {
    Caffeine<K, V> builder =
        Caffeine.newBuilder()
            .executor(Runnable::run) // the common pool is not ours to use
            .maximumWeight(spec.maximumWeight())
            .weigher((K key, V value) -> Weights.of(spec, key, value))
            .evictionListener((key, value, cause) -> evictions.increment());
    if (spec.timeToLive() != null) {
      builder.expireAfterWrite(spec.timeToLive()).ticker(spec.ticker()::getAsLong);
    }
    this.entries = builder.build();
  }

  @Override
  public @Nullable V get(K key) {
    return entries.getIfPresent(key);
  }

  @Override
  public void put(K key, V value) {
    entries.put(key, value);
  }

  @Override
  public void remove(K key) {
    entries.invalidate(key);
  }

  @Override
  public void removeIf(Predicate<? super K> filter) {
    entries.asMap().keySet().removeIf(filter);
  }

  @Override
  public CacheSize size() {
    entries.cleanUp(); // eviction and expiry are lazy; what is told is not
    long weight = entries.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    return new CacheSize(entries.estimatedSize(), weight, evictions.sum());
  }

  @Override
  public void clear() {
    entries.invalidateAll();
  }
}
