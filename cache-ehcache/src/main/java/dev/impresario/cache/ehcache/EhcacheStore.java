package dev.impresario.cache.ehcache;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheEventListenerConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.core.spi.service.LocalPersistenceService;
import org.ehcache.event.CacheEvent;
import org.ehcache.event.CacheEventListener;
import org.ehcache.event.EventType;
import org.ehcache.impl.config.persistence.DefaultPersistenceConfiguration;
import org.ehcache.impl.persistence.DefaultLocalPersistenceService;
import org.ehcache.shadow.org.terracotta.offheapstore.exceptions.OversizeMappingException;
import org.jspecify.annotations.Nullable;

/**
 * Ehcache, as a store of values under ids. Safe for use by many threads, except that nobody may use
 * it while or after it is closed.
 */
final class EhcacheStore implements AutoCloseable {
  private static final String ALIAS = "values";

  private final CacheManager manager;
  private final Cache<Long, Held> cache;
  private final @Nullable QuietThread quiet; // for what may grow a file: all but reading
  private final @Nullable ReentrantLock writes; // where there is no file

  /**
   * @param directory where the disk tier keeps its files, if there is one
   * @param evicted is told each id whose value was evicted, on the thread that needed the room
   * @throws TierFailure if a tier cannot be had
   */
  EhcacheStore(Tiers tiers, @Nullable Path directory, LongConsumer evicted) {
    ClassLoader loader = EhcacheStore.class.getClassLoader();
    var builder =
        CacheManagerBuilder.newCacheManagerBuilder()
            .withClassLoader(loader)
            .using(new CallerRuns())
            .withCache(ALIAS, configuration(tiers, loader, evicted));
    LocalPersistenceService files = null;
    if (tiers.disk() > 0 && directory != null) {
      FlushThread.endWhenIdle();
      var place = new DefaultPersistenceConfiguration(directory.toFile());
      files = new DefaultLocalPersistenceService(place);
      builder = builder.using(files);
    }
    quiet = tiers.disk() > 0 ? new QuietThread() : null;
    writes = tiers.disk() == 0 && tiers.areBytes() ? new ReentrantLock() : null;
    CacheManagerBuilder<CacheManager> complete = builder;
    try {
      manager = atHome("ehcache does not start", () -> complete.build(true));
    } catch (OutOfMemoryError | StackOverflowError e) {
      if (files != null) {
        files.stop(); // Ehcache, at an error, would keep its lock
      }
      throw e;
    }
    cache = manager.getCache(ALIAS, Long.class, Held.class);
  }

  private static CacheConfigurationBuilder<Long, Held> configuration(
      Tiers tiers, ClassLoader loader, LongConsumer evicted) {
    CacheEventListener<Long, Held> listener =
        (CacheEvent<? extends Long, ? extends Held> event) -> evicted.accept(event.getKey());
    return CacheConfigurationBuilder.newCacheConfigurationBuilder(
            Long.class, Held.class, pools(tiers))
        .withClassLoader(loader)
        .withValueSerializer(new HeldSerializer(tiers))
        .withResilienceStrategy(new Outspoken())
        .withService(
            CacheEventListenerConfigurationBuilder.newEventListenerConfiguration(
                    listener, EventType.EVICTED)
                .unordered()
                .synchronous());
  }

  private static ResourcePoolsBuilder pools(Tiers tiers) {
    // alone on the heap, it is the ledger that counts
    long heap = tiers.areBytes() ? tiers.heap() : Long.MAX_VALUE;
    var pools = ResourcePoolsBuilder.newResourcePoolsBuilder().heap(heap, EntryUnit.ENTRIES);
    if (tiers.offheap() > 0) {
      pools = pools.offheap(tiers.offheap(), MemoryUnit.MB);
    }
    if (tiers.disk() > 0) {
      pools = pools.disk(tiers.disk(), MemoryUnit.MB, true);
    }
    return pools;
  }

  /** Returns whether there was room for it. */
  boolean put(long id, Held held) {
    return quietly(() -> putHere(id, held));
  }

  private boolean putHere(long id, Held held) {
    try {
      cache.put(id, held);
      return true;
    } catch (RuntimeException | AssertionError | InternalError e) {
      if (isTooLarge(e)) {
        return false;
      }
      throw TierFailure.of("a value cannot be written", e);
    }
  }

  /** Reads on the caller's thread: what only reads reopens the file that an interrupt closed. */
  @Nullable Held get(long id) {
    try {
      return getHere(id);
    } catch (StackOverflowError | OutOfMemoryError e) {
      // perhaps another thread's, which was fetching this very value, and Ehcache told it to all
      Headroom.require();
      return getHere(id);
    }
  }

  private @Nullable Held getHere(long id) {
    try {
      return cache.get(id);
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw TierFailure.of("a value cannot be read", e);
    }
  }

  void remove(long id) {
    quietly(
        () -> {
          removeHere(id);
          return id;
        });
  }

  private void removeHere(long id) {
    try {
      cache.remove(id);
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw TierFailure.of("a value cannot be removed", e);
    }
  }

  @Override
  public void close() {
    try {
      atHome(
          "ehcache does not close",
          () -> {
            manager.close();
            return manager;
          });
    } finally {
      if (quiet != null) {
        quiet.close();
      }
    }
  }

  /** One writer at a time: Ehcache fails where one shrinks what another takes room from. */
  private <T> T quietly(Supplier<T> work) {
    if (quiet != null) {
      return quiet.call(work);
    }
    if (writes == null) {
      return work.get();
    }
    writes.lock();
    try {
      return work.get();
    } finally {
      writes.unlock();
    }
  }

  private <T> T atHome(String failure, Supplier<T> work) {
    return quietly(() -> atHomeHere(failure, work));
  }

  /**
   * Runs what makes Ehcache look for its parts. It looks among the classes of the thread first, and
   * there a host may have another Ehcache.
   */
  private static <T> T atHomeHere(String failure, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(EhcacheStore.class.getClassLoader());
    try {
      return work.get();
    } catch (RuntimeException | AssertionError | InternalError | OutOfMemoryError e) {
      throw TierFailure.of(failure, e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OversizeMappingException) {
        return true;
      }
    }
    return false;
  }
}
