package com.acme.agents;

import dev.impresario.Cache;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Options;

// tag::provider[]
/** Makes caches on the heap that forget what was not used for longest. */
public final class TinyCacheProvider implements CacheProvider {

  /** For the service loader; does no work. */
  public TinyCacheProvider() {}

  @Override
  public String id() {
    return "tiny";
  }

  @Override
  public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
    if (spec.timeToLive() != null) { // honour a field or refuse it, but never ignore it
      throw new ConfigurationException(
          "cache 'tiny' cannot honour timeToLive; leave it unset, or take another cache");
    }
    return new TinyCache<>(spec.maximumWeight(), spec.weigher());
  }
}
// end::provider[]
