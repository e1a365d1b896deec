package dev.impresario.cache.inmemory;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * Makes caches on the heap. Option {@code eviction} says what to forget first: {@code adaptive}
 * (default) weighs how often against how lately an entry was used (W-TinyLFU, Einziger, Friedman
 * and Manes, 2017), {@code lru} forgets what was not used for longest.
 *
 * <p>An entry that weighs more than {@link Integer#MAX_VALUE} is not held, whatever the bound.
 *
 * <p>To use one in code: {@code builder.cache("inmemory", Map.of("eviction", "lru"))}.
 */
public final class InMemoryCacheProvider implements CacheProvider {
  private static final OptionSpec EVICTION =
      OptionSpec.of("eviction", OptionSpec.Type.TEXT, "what to forget first: adaptive or lru")
          .withDefault("adaptive");

  /** Creates the provider; does no work. */
  public InMemoryCacheProvider() {}

  @Override
  public String id() {
    return "inmemory";
  }

  @Override
  public int priority() {
    return FALLBACK;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(EVICTION);
  }

  @Override
  public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
    return switch (options.oneOf("eviction", List.of("adaptive", "lru"))) {
      case "lru" -> new InMemoryCache<>(() -> LruEviction.store(spec));
      default -> new InMemoryCache<>(() -> AdaptiveEviction.store(spec));
    };
  }
}
