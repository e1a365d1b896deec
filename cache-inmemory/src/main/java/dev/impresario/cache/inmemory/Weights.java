package dev.impresario.cache.inmemory;

import dev.impresario.spi.CacheSpec;

/**
 * What entries weigh. Both libraries weigh by int, and Guava loses count where its weigher throws;
 * so each entry is weighed before they see it, and what is beyond an int never gets there.
 */
final class Weights {

  private Weights() {}

  /** Returns what the entry weighs. */
  static <K, V> long of(CacheSpec<K, V> spec, K key, V value) {
    long weight = spec.weigher().applyAsLong(key, value);
    if (weight < 0) {
      throw new IllegalArgumentException("an entry must not weigh less than 0: " + weight);
    }
    return weight;
  }

  /** Returns the most that an entry may weigh. */
  static long maximum(CacheSpec<?, ?> spec) {
    return Math.min(spec.maximumWeight(), Integer.MAX_VALUE);
  }

  /** Returns the same for the libraries, of what {@link #of} has let pass; throws nothing. */
  static <K, V> int asInt(CacheSpec<K, V> spec, K key, V value) {
    long weight = spec.weigher().applyAsLong(key, value);
    return (int) Math.max(0, Math.min(weight, Integer.MAX_VALUE));
  }
}
