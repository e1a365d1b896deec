package dev.impresario.tck;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/** Makes caches that keep all rules, or have the fault that a test plants. */
public final class ReferenceProvider implements CacheProvider {
  private final Factory factory;

  /** Makes a cache. */
  @FunctionalInterface
  interface Making {
    Cache<Object, Object> create(CacheSpec<Object, Object> spec);
  }

  /** Makes a cache in what stands for a directory. */
  @FunctionalInterface
  interface Factory {
    Cache<Object, Object> create(CacheSpec<Object, Object> spec, String directory);
  }

  /** Creates one whose caches keep all rules. */
  public ReferenceProvider() {
    this((spec, directory) -> new ReferenceCache<>(spec));
  }

  private ReferenceProvider(Factory factory) {
    this.factory = factory;
  }

  static ReferenceProvider of(Making making) {
    return new ReferenceProvider((spec, directory) -> making.create(spec));
  }

  static ReferenceProvider inDirectory(Factory factory) {
    return new ReferenceProvider(factory);
  }

  @Override
  public String id() {
    return "reference";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("directory", OptionSpec.Type.PATH, "where to keep the entries")
            .withDefault("none"));
  }

  @Override
  @SuppressWarnings("unchecked") // a cache does not care of what it is
  public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
    return (Cache<K, V>)
        factory.create((CacheSpec<Object, Object>) spec, options.path("directory").toString());
  }
}
