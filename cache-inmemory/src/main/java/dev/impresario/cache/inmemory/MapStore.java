package dev.impresario.cache.inmemory;

import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A view of a library's cache as a map.
 *
 * @param spec what the cache is to be
 * @param entries the entries; reading one counts as its use
 * @param cleanUp does what eviction and expiry have put off
 * @param evictions how many entries were evicted or have expired
 */
record MapStore<K, V>(
    CacheSpec<K, V> spec, ConcurrentMap<K, V> entries, Runnable cleanUp, LongAdder evictions)
    implements Store<K, V> {

  @Override
  public @Nullable V get(K key) {
    return entries.get(key);
  }

  @Override
  public void put(K key, V value) {
    if (Weights.of(spec, key, value) <= Weights.maximum(spec)) {
      entries.put(key, value);
    } else {
      entries.remove(key); // as if it had been held and evicted at once
      evictions.increment();
    }
  }

  @Override
  public void remove(K key) {
    entries.remove(key);
  }

  @Override
  public void removeIf(Predicate<? super K> filter) {
    entries.keySet().removeIf(filter);
  }

  @Override
  public CacheSize size() {
    cleanUp.run();
    long count = 0;
    long weight = 0;
    for (var entry : entries.entrySet()) {
      count++;
      weight += Weights.asInt(spec, entry.getKey(), entry.getValue());
    }
    return new CacheSize(count, weight, evictions.sum());
  }

  @Override
  public void clear() {
    entries.clear();
  }
}
