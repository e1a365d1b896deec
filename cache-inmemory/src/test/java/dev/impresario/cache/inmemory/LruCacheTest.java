package dev.impresario.cache.inmemory;

import dev.impresario.spi.CacheProvider;
import dev.impresario.tck.CacheContract;
import java.util.Map;

class LruCacheTest extends CacheContract {

  @Override
  protected CacheProvider provider() {
    return new InMemoryCacheProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("eviction", "lru");
  }
}
