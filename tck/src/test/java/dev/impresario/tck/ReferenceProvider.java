package dev.impresario.tck;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes caches that keep all rules, or have the fault that a test plants. */
public final class ReferenceProvider implements CacheProvider {
  private final BiFunction<CacheSpec<Object, Object>, String, Cache<Object, Object>> factory;

  /** Creates one whose caches keep all rules. */
  public ReferenceProvider() {
    this((spec, directory) -> new ReferenceCache<>(spec));
  }

  private ReferenceProvider(
      BiFunction<CacheSpec<Object, Object>, String, Cache<Object, Object>> factory) {
    this.factory = factory;
  }

  static ReferenceProvider of(Function<CacheSpec<Object, Object>, Cache<Object, Object>> factory) {
    return new ReferenceProvider((spec, directory) -> factory.apply(spec));
  }

  static ReferenceProvider ofBytes(
      BiFunction<CacheSpec<Object, Object>, String, Cache<Object, Object>> factory) {
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
        factory.apply((CacheSpec<Object, Object>) spec, options.path("directory").toString());
  }
}
