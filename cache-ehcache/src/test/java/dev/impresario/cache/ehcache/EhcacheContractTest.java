package dev.impresario.cache.ehcache;

import dev.impresario.spi.CacheProvider;
import dev.impresario.tck.CacheContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Every combination of tiers is a cache like any other. */
class EhcacheContractTest {

  abstract static class OfTiers extends CacheContract {
    private final String tiers;

    @TempDir Path directory;

    OfTiers(String tiers) {
      this.tiers = tiers;
    }

    @Override
    protected CacheProvider provider() {
      return new EhcacheCacheProvider();
    }

    @Override
    protected Map<String, String> options() {
      return Caches.options(tiers, directory);
    }
  }

  @Nested
  class Heap extends OfTiers {
    Heap() {
      super(Caches.HEAP);
    }
  }

  @Nested
  class Offheap extends OfTiers {
    Offheap() {
      super(Caches.OFFHEAP);
    }
  }

  @Nested
  class Disk extends OfTiers {
    Disk() {
      super(Caches.DISK);
    }
  }

  @Nested
  class All extends OfTiers {
    All() {
      super(Caches.ALL);
    }
  }
}
