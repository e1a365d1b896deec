package dev.impresario.cache.ehcache;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes caches of up to three tiers: the heap, memory beside the heap, and a disk, which keeps what
 * it holds when the cache is closed.
 *
 * <p>To use one in code: {@code builder.cache("ehcache", Map.of("offheap", "64", "disk", "512",
 * "directory", "/var/cache/agents"))}.
 */
public final class EhcacheCacheProvider implements CacheProvider {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
              "heap",
              OptionSpec.Type.INTEGER,
              "how many entries to hold on the heap; 1000 above other tiers, else all"),
          OptionSpec.of(
              "offheap",
              OptionSpec.Type.INTEGER,
              "megabytes of memory to use beside the heap; none if not set"),
          OptionSpec.of(
              "disk", OptionSpec.Type.INTEGER, "megabytes of disk to use; none if not set"),
          OptionSpec.of(
              "directory",
              OptionSpec.Type.PATH,
              "where the disk tier keeps its files; for one process at a time"));

  /** Creates the provider; does no work. */
  public EhcacheCacheProvider() {}

  @Override
  public String id() {
    return "ehcache";
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /** Creates a cache; with a disk tier, locks its directory until the cache is closed. */
  @Override
  public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
    Tiers tiers = Tiers.of(options);
    if (tiers.disk() == 0) {
      return new EhcacheCache<>(spec, tiers, null, new Warnings(spec.name(), ""));
    }
    Path parent = options.path("directory");
    var warnings = new Warnings(spec.name(), parent + File.separator + spec.name());
    StoreDirectory directory = lock(parent, spec.name(), warnings);
    return new EhcacheCache<>(
        spec, directory == null ? tiers.withoutDisk() : tiers, directory, warnings);
  }

  private static @Nullable StoreDirectory lock(Path parent, String name, Warnings warnings) {
    try {
      return StoreDirectory.lock(parent, name);
    } catch (IOException e) {
      warnings.directoryUnusable(e);
      return null;
    }
  }
}
