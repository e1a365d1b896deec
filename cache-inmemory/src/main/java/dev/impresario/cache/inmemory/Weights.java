package dev.impresario.cache.inmemory;

import dev.impresario.spi.CacheSpec;

/** What entries weigh, in the range that both libraries take. */
final class Weights {

  private Weights() {}

  static <K, V> int of(CacheSpec<K, V> spec, K key, V value) {
    long weight = spec.weigher().applyAsLong(key, value);
    if (weight < 0) {
      throw new IllegalArgumentException("an entry must not weigh less than 0: " + weight);
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }
}
