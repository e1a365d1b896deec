package dev.impresario.systemtests;

import dev.impresario.Cache;
import dev.impresario.ImpresarioException;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Providers of a stranger, and a class loader that makes some of them look installed. */
final class Planted {

  private Planted() {}

  /** Returns a loader that finds what is installed, and these as well, in this order. */
  static URLClassLoader loader(Path directory, Class<? extends Provider> kind, String... classNames)
      throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(services.resolve(kind.getName()), List.of(classNames));
    return new URLClassLoader(
        new URL[] {directory.toUri().toURL()}, Planted.class.getClassLoader());
  }

  /** What the planted caches share: they are never used, only chosen, before those installed. */
  abstract static class PlantedCache implements CacheProvider {

    @Override
    public int priority() {
      return 10;
    }

    @Override
    public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
      throw new Chosen(id());
    }
  }

  /** Tells the test which provider was chosen. */
  static final class Chosen extends ImpresarioException {
    private static final long serialVersionUID = 1;

    Chosen(String id) {
      super("chosen: " + id);
    }
  }

  /** Calls itself as ours does. */
  public static final class SecondInMemory extends PlantedCache {
    /** For the service loader. */
    public SecondInMemory() {}

    @Override
    public String id() {
      return "inmemory";
    }
  }

  /** One of two that are equally strong. */
  public static final class Redis extends PlantedCache {
    /** For the service loader. */
    public Redis() {}

    @Override
    public String id() {
      return "redis";
    }
  }

  /** The other of two that are equally strong. */
  public static final class Memcached extends PlantedCache {
    /** For the service loader. */
    public Memcached() {}

    @Override
    public String id() {
      return "memcached";
    }
  }

  /** Cannot be made. */
  public static final class Broken extends PlantedCache {
    /** For the service loader; always fails. */
    public Broken() {
      throw new IllegalStateException("no native library");
    }

    @Override
    public String id() {
      return "broken";
    }
  }

  /** Keeps what it was asked for, and makes nothing. */
  public static final class Asked extends PlantedCache {
    static @Nullable CacheSpec<?, ?> spec;

    /** For the service loader. */
    public Asked() {}

    @Override
    public String id() {
      return "asked";
    }

    @Override
    @SuppressWarnings("NullAway") // what a careless plugin does
    public <K, V> Cache<K, V> create(CacheSpec<K, V> wanted, Options options) {
      spec = wanted;
      return null;
    }
  }

  /** Counts what is open. */
  public static final class CountingSource implements AgentSourceProvider {
    static final AtomicInteger OPEN = new AtomicInteger();

    /** For the service loader. */
    public CountingSource() {}

    @Override
    public String id() {
      return "counting";
    }

    @Override
    public AgentSource create(Options options) {
      OPEN.incrementAndGet();
      return new AgentSource() {
        @Override
        public String name() {
          return "counting";
        }

        @Override
        public Scan scan() {
          return new Scan(List.of(), List.of());
        }

        @Override
        public void close() {
          OPEN.decrementAndGet();
        }
      };
    }
  }
}
