package dev.impresario.cache.inmemory;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.RemovalNotification;
import dev.impresario.spi.CacheSpec;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Forgets what was not used for longest: Guava. */
final class LruEviction {

  private LruEviction() {}

  static <K, V> Store<K, V> store(CacheSpec<K, V> spec) {
    var evictions = new LongAdder();
    CacheBuilder<K, V> builder =
        CacheBuilder.newBuilder()
            // each segment has its share of the bound and its own order; one makes both exact
            .concurrencyLevel(1)
            .maximumWeight(spec.maximumWeight())
            .weigher((K key, V value) -> Weights.asInt(spec, key, value))
            .removalListener(removal -> count(removal, evictions));
    if (spec.timeToLive() != null) {
      builder.expireAfterWrite(spec.timeToLive()).ticker(ticker(spec.ticker()));
    }
    Cache<K, V> cache = builder.build();
    return new LockedStore<>(new MapStore<>(spec, cache.asMap(), cache::cleanUp, evictions));
  }

  private static void count(RemovalNotification<?, ?> removal, LongAdder evictions) {
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
