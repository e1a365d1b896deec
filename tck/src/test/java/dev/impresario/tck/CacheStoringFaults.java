package dev.impresario.tck;

import dev.impresario.spi.CacheSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Caches that do not store as they should. */
final class CacheStoringFaults {

  private CacheStoringFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "refuses a key that was invalidated before",
            CacheStoringFaults::tombstones,
            "getPutAndInvalidate_inAnyOrder_agreeWithAMap",
            "must return what was put last"),
        fault(
            "drops a put of what was just read",
            CacheStoringFaults::trustsItsReader,
            "getPutAndInvalidate_inAnyOrder_agreeWithAMap",
            "the last steps were [put("),
        fault(
            "invalidates what the filter rejects",
            CacheStoringFaults::turnsTheFilter,
            "invalidateIf_forgetsJustWhatTheFilterAccepts",
            "every key that the filter accepts, and no other"),
        fault(
            "forgets all if the filter accepts any",
            CacheStoringFaults::clearsAll,
            "invalidateIf_forgetsJustWhatTheFilterAccepts",
            "every key that the filter accepts, and no other"),
        fault(
            "skips who stands behind what it removes",
            CacheStoringFaults::skipsTheNext,
            "invalidateIf_forgetsJustWhatTheFilterAccepts",
            "where it accepts many in a row"),
        fault(
            "shows a filter its first page only",
            CacheStoringFaults::showsOnePage,
            "invalidateIf_forgetsJustWhatTheFilterAccepts",
            "where it accepts many in a row"),
        fault(
            "lets no filter call it back",
            CacheStoringFaults::refusesItsFilter,
            "invalidateIf_whoseFilterUsesTheCache_works",
            "must be able to use the cache"),
        fault(
            "calls a filter under its lock",
            CacheStoringFaults::filtersUnderItsLock,
            "invalidateIf_whoseFilterWaitsForAnotherThread_holdsNobodyUp",
            "must not be called under a lock"),
        fault(
            "swallows what a filter throws",
            CacheStoringFaults::swallows,
            "invalidateIf_whoseFilterThrows_passesItOnAndGoesOnWorking",
            "pass on what the filter throws"),
        fault(
            "forgets all if the filter throws",
            CacheStoringFaults::breaks,
            "invalidateIf_whoseFilterThrows_passesItOnAndGoesOnWorking",
            "leave the cache working"),
        fault(
            "counts what is invalidated as evicted",
            CacheStoringFaults::countsInvalidations,
            "size_countsWhatIsHeld",
            "which are no evictions"),
        fault(
            "finds nothing under null",
            CacheStoringFaults::takesNullKeys,
            "nulls_areRefused",
            "get(null) must throw NullPointerException"),
        fault(
            "takes no filter for one that rejects all",
            CacheStoringFaults::takesNullFilters,
            "nulls_areRefused",
            "invalidateIf(null) must throw NullPointerException"),
        fault(
            "does not tell upper from lower case",
            spec -> named(spec, CacheStoringFaults::lowerCase),
            "keysAndValues_ofAnyText_comeBackEqual",
            "every text must do as a key"),
        fault(
            "cuts off keys as a file system would",
            spec -> named(spec, CacheStoringFaults::cutOff),
            "keysAndValues_ofAnyText_comeBackEqual",
            "every text must do as a key"),
        fault(
            "takes an empty value for none",
            CacheStoringFaults::missesEmptyValues,
            "keysAndValues_ofAnyText_comeBackEqual",
            "every text must do as a value"),
        fault(
            "tells keys by their hash code",
            spec -> named(spec, firstOfItsHash()),
            "keys_thatShareAHashCode_areToldApart",
            "must be told apart"),
        fault(
            "tells keys by their identity",
            spec -> named(spec, CacheStoringFaults::identity),
            "keys_thatAreEqual_areTheSame",
            "found by another object that equals it"),
        fault(
            "serializes values",
            CacheStoringFaults::serializes,
            "values_areNeverSerialized",
            "values need not be Serializable"));
  }

  private static Fault fault(
      String what, ReferenceProvider.Making making, String rule, String words) {
    return new Fault(what, ReferenceProvider.of(making), rule, words);
  }

  private static ReferenceCache<Object, Object> tombstones(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private final Set<Object> buried = new HashSet<>();

      @Override
      public void invalidate(Object key) {
        super.invalidate(key);
        buried.add(key);
      }

      @Override
      void hold(Object key, Object value) {
        if (!buried.contains(key)) {
          super.hold(key, value);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> trustsItsReader(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private @Nullable Object read;

      @Override
      @Nullable Object find(Object key) {
        read = key;
        return super.find(key);
      }

      @Override
      void hold(Object key, Object value) {
        if (!key.equals(read) || !entries.containsKey(key)) {
          super.hold(key, value);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> turnsTheFilter(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        super.invalidateIf(filter.negate());
      }
    };
  }

  private static ReferenceCache<Object, Object> clearsAll(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        if (keys().stream().anyMatch(filter)) {
          super.invalidateIf(key -> true);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> skipsTheNext(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        Objects.requireNonNull(filter);
        var accepted = new AtomicBoolean();
        super.invalidateIf(
            key -> {
              accepted.set(!accepted.get() && filter.test(key));
              return accepted.get();
            });
      }
    };
  }

  private static ReferenceCache<Object, Object> showsOnePage(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      List<Object> keys() {
        List<Object> keys = super.keys();
        return keys.subList(0, Math.min(1_000, keys.size()));
      }
    };
  }

  private static ReferenceCache<Object, Object> refusesItsFilter(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private volatile @Nullable Thread filtering;

      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        Objects.requireNonNull(filter);
        super.invalidateIf(
            key -> {
              filtering = Thread.currentThread();
              try {
                return filter.test(key);
              } finally {
                filtering = null;
              }
            });
      }

      @Override
      void requireOpen() {
        super.requireOpen();
        if (filtering == Thread.currentThread()) {
          throw new UnsupportedOperationException("recursive update");
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> filtersUnderItsLock(
      CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        lock.lock();
        try {
          super.invalidateIf(filter);
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> swallows(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        try {
          super.invalidateIf(filter);
        } catch (UnsupportedOperationException e) {
          // the fault
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> breaks(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(Predicate<? super Object> filter) {
        try {
          super.invalidateIf(filter);
        } catch (UnsupportedOperationException e) {
          entries.clear();
          throw e;
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> countsInvalidations(
      CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidate(Object key) {
        super.invalidate(key);
        evictions++;
      }
    };
  }

  private static ReferenceCache<Object, Object> takesNullKeys(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public @Nullable Object get(@Nullable Object key) {
        return key == null ? null : super.get(key);
      }
    };
  }

  private static ReferenceCache<Object, Object> takesNullFilters(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      public void invalidateIf(@Nullable Predicate<? super Object> filter) {
        super.invalidateIf(filter == null ? key -> false : filter);
      }
    };
  }

  private static ReferenceCache<Object, Object> missesEmptyValues(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      @Nullable Object find(Object key) {
        Object value = super.find(key);
        return "".equals(value) ? null : value;
      }
    };
  }

  private static ReferenceCache<Object, Object> serializes(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      Object freeze(Object value) {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
          out.writeObject(value);
          return value;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Keeps entries under a name of its own. */
  private static ReferenceCache<Object, Object> named(
      CacheSpec<Object, Object> spec, UnaryOperator<Object> name) {
    return new ReferenceCache<>(spec) {
      @Override
      @Nullable Object find(Object key) {
        return super.find(name.apply(key));
      }

      @Override
      void hold(Object key, Object value) {
        super.hold(name.apply(key), value);
      }

      @Override
      void forget(Object key) {
        super.forget(name.apply(key));
      }
    };
  }

  private static Object lowerCase(Object key) {
    return key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
  }

  private static Object cutOff(Object key) {
    return key instanceof String text ? text.substring(0, Math.min(255, text.length())) : key;
  }

  private static UnaryOperator<Object> firstOfItsHash() {
    Map<Integer, Object> first = new HashMap<>();
    return key -> first.computeIfAbsent(key.hashCode(), hash -> key);
  }

  /** Not of texts, which the tests may make anew. */
  private static Object identity(Object key) {
    return key instanceof Word ? System.identityHashCode(key) : key;
  }
}
