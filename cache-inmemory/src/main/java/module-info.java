/** A cache backend on the heap. */
@org.jspecify.annotations.NullMarked
module dev.impresario.cache.inmemory {
  requires transitive dev.impresario.spi;
  requires static org.jspecify;
  requires com.github.benmanes.caffeine;
  requires com.google.common;

  exports dev.impresario.cache.inmemory;

  provides dev.impresario.spi.CacheProvider with
      dev.impresario.cache.inmemory.InMemoryCacheProvider;
}
