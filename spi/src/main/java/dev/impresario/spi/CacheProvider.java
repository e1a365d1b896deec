package dev.impresario.spi;

import dev.impresario.Cache;

/** Makes caches. */
public interface CacheProvider extends Provider {

  /**
   * Creates a cache that honours the whole spec. Where the cache throws later, the engine goes on
   * without it and says so once.
   *
   * @param <K> the keys
   * @param <V> the values
   * @throws dev.impresario.ConfigurationException if an option will not do, or if there is a field
   *     of the spec that this backend cannot honour; the message says which
   */
  <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options);
}
