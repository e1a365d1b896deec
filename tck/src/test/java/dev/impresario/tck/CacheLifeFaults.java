package dev.impresario.tck;

import dev.impresario.Cache;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Caches that do not begin or end as they should, and providers that mix them up. */
final class CacheLifeFaults {

  private CacheLifeFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "throws after close only sometimes",
            CacheLifeFaults::throwsSometimes,
            "afterClose_everyCallThrows",
            "after close() every call must throw IllegalStateException"),
        fault(
            "finds nothing after close",
            CacheLifeFaults::findsNothing,
            "afterClose_everyCallThrows",
            "this is get of a key that was held"),
        fault(
            "throws after close what comes along",
            CacheLifeFaults::throwsAnything,
            "afterClose_everyCallThrows",
            "must throw IllegalStateException; this is get"),
        fault(
            "closes only what was used",
            CacheLifeFaults::closesWhatWasUsed,
            "afterClose_ofACacheNeverUsed_putThrows",
            "a cache that was never used"),
        fault(
            "cannot be closed twice",
            CacheLifeFaults::closesOnce,
            "close_twice_doesNothingMore",
            "a second close() must do nothing"),
        fault(
            "leaves a thread behind",
            CacheLifeFaults::leavesAThread,
            "close_leavesNoThreadBehind",
            "must end the threads of the cache"),
        fault(
            "keeps its values when it is closed",
            CacheLifeFaults::keepsItsValues,
            "close_freesTheValues",
            "must free the values"),
        fault(
            "says that it is persistent, and is not",
            CacheLifeFaults::saysItIsPersistent,
            "persistent_isWhatTheCacheSays",
            "must say what the contract's persistent() says"),
        fault(
            "takes away what others work with",
            CacheLifeFaults::takesAway,
            "close_whileOthersWork_endsThemWithIllegalStateException",
            "a call that meets close()"),
        new Fault(
            "has one store for all",
            ReferenceProvider.of(new OneStore()),
            "caches_ofOneProvider_holdTheirOwn",
            "must not see each other's entries"),
        new Fault(
            "closes all at once",
            ReferenceProvider.of(new OneEnd()),
            "close_ofOneCache_leavesOthersOpen",
            "to close one cache must leave others"),
        new Fault(
            "never gives back its directory",
            ReferenceProvider.inDirectory(new Locks()),
            "create_afterClose_makesACacheThatWorks",
            "create(...) must work again"));
  }

  private static Fault fault(
      String what, ReferenceProvider.Making making, String rule, String words) {
    return new Fault(what, ReferenceProvider.of(making), rule, words);
  }

  private static ReferenceCache<Object, Object> throwsSometimes(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private int calls;

      @Override
      void requireOpen() {
        if (closed && calls++ < 20) {
          super.requireOpen();
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> findsNothing(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public @Nullable Object get(Object key) {
        return closed ? null : super.get(key);
      }
    };
  }

  private static ReferenceCache<Object, Object> leavesAThread(CacheSpec<Object, Object> spec) {
    Lingering.start();
    return new ReferenceCache<>(spec);
  }

  private static ReferenceCache<Object, Object> keepsItsValues(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static ReferenceCache<Object, Object> saysItIsPersistent(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public boolean persistent() {
        return true;
      }
    };
  }

  private static ReferenceCache<Object, Object> throwsAnything(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private int calls;

      @Override
      public @Nullable Object get(Object key) {
        if (closed && calls++ > 20) {
          throw new NullPointerException("store");
        }
        return super.get(key);
      }
    };
  }

  private static ReferenceCache<Object, Object> closesWhatWasUsed(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private boolean used;

      @Override
      void hold(Object key, Object value) {
        used = true;
        super.hold(key, value);
      }

      @Override
      public void close() {
        if (used) {
          super.close();
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> closesOnce(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void close() {
        requireOpen();
        super.close();
      }
    };
  }

  private static ReferenceCache<Object, Object> takesAway(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private final Thread maker = Thread.currentThread();
      private final Set<Thread> users = ConcurrentHashMap.newKeySet();

      @Override
      void requireOpen() {
        if (closed && users.contains(Thread.currentThread())) {
          throw new NullPointerException("store");
        }
        super.requireOpen();
        if (Thread.currentThread() != maker) {
          users.add(Thread.currentThread());
        }
      }
    };
  }

  /** All caches that are open at once share their entries. */
  private static final class OneStore implements ReferenceProvider.Making {
    private @Nullable ReferenceCache<Object, Object> last;
    private int open;

    @Override
    public Cache<Object, Object> create(CacheSpec<Object, Object> spec) {
      ReferenceCache<Object, Object> before = last;
      Map<Object, ReferenceCache.Held> entries =
          before == null || before.closed ? new LinkedHashMap<>() : before.entries;
      var cache =
          new ReferenceCache<Object, Object>(spec, entries) {
            @Override
            public void close() {
              if (!closed && --open == 0) {
                super.close();
              }
              closed = true;
            }
          };
      open++;
      last = cache;
      return cache;
    }
  }

  /** Whichever of its caches is closed, all are. */
  private static final class OneEnd implements ReferenceProvider.Making {
    private final List<ReferenceCache<Object, Object>> made = new ArrayList<>();

    @Override
    public Cache<Object, Object> create(CacheSpec<Object, Object> spec) {
      var cache =
          new ReferenceCache<Object, Object>(spec) {
            @Override
            public void close() {
              made.forEach(OneEnd::end);
            }
          };
      made.add(cache);
      return cache;
    }

    private static void end(ReferenceCache<Object, Object> cache) {
      cache.lock.lock();
      try {
        cache.closed = true;
        cache.entries.clear();
      } finally {
        cache.lock.unlock();
      }
    }
  }

  /** Leaves a lock in each directory. */
  private static final class Locks implements ReferenceProvider.Factory {
    private final Set<String> locked = ConcurrentHashMap.newKeySet();

    @Override
    public Cache<Object, Object> create(CacheSpec<Object, Object> spec, String directory) {
      if (!locked.add(directory)) {
        throw new ConfigurationException("the directory is in use");
      }
      return new ReferenceCache<>(spec);
    }
  }
}
