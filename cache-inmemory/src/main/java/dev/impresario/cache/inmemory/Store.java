package dev.impresario.cache.inmemory;

import dev.impresario.CacheSize;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongBiFunction;

/**
 * Where the entries are: a view of a library's cache as a map. Safe for use by many threads.
 *
 * @param entries the entries; reading one counts as its use
 * @param cleanUp does what eviction and expiry have put off
 * @param evictions how many entries were evicted or have expired
 * @param weigher what an entry weighs
 */
record Store<K, V>(
    ConcurrentMap<K, V> entries,
    Runnable cleanUp,
    LongAdder evictions,
    ToLongBiFunction<K, V> weigher) {

  CacheSize size() {
    cleanUp.run();
    long count = 0;
    long weight = 0;
    for (var entry : entries.entrySet()) {
      count++;
      weight += weigher.applyAsLong(entry.getKey(), entry.getValue());
    }
    return new CacheSize(count, weight, evictions.sum());
  }
}
