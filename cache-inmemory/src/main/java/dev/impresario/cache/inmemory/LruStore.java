package dev.impresario.cache.inmemory;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.RemovalNotification;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Forgets what was not used for longest: Guava. */
final class LruStore<K, V> implements Store<K, V> {
  private final LongAdder evictions = new LongAdder();
  private final CacheSpec<K, V> spec;
  private final Cache<K, V> entries;

  LruStore(CacheSpec<K, V> spec) {
    this.spec = spec;
    CacheBuilder<K, V> builder =
        CacheBuilder.newBuilder()
            // each segment has its share of the bound and its own order; one makes both exact
            .concurrencyLevel(1)
            .maximumWeight(spec.maximumWeight())
            .weigher((K key, V value) -> Weights.of(spec, key, value))
            .removalListener(this::count);
    if (spec.timeToLive() != null) {
      builder.expireAfterWrite(spec.timeToLive()).ticker(ticker(spec.ticker()));
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
    long count = 0;
    long weight = 0;
    for (Map.Entry<K, V> entry : entries.asMap().entrySet()) {
      count++;
      weight += Weights.of(spec, entry.getKey(), entry.getValue());
    }
    return new CacheSize(count, weight, evictions.sum());
  }

  @Override
  public void clear() {
    entries.invalidateAll();
  }

  private void count(RemovalNotification<K, V> removal) {
    if (removal.wasEvicted()) {
      evictions.increment();
    }
  }

  private static Ticker ticker(LongSupplier nanos) {
    return new Ticker() {
      @Override
      public long read() {
        return nanos.getAsLong();
      }
    };
  }
}
