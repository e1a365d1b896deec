package dev.impresario.cache.inmemory;

import dev.impresario.spi.CacheProvider;
import dev.impresario.tck.CacheContract;

class InMemoryAdaptiveCacheTest extends CacheContract {

  @Override
  protected CacheProvider provider() {
    return new InMemoryCacheProvider();
  }
}
