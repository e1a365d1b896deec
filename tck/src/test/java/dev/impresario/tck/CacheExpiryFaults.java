package dev.impresario.tck;

import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Caches that do not expire as they should. */
final class CacheExpiryFaults {

  private CacheExpiryFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "does not say what it refuses",
            spec -> refuses(spec, new ConfigurationException("unsupported")),
            "create_thatRefusesATimeToLive_saysSo",
            "a ConfigurationException that names it"),
        fault(
            "refuses as a collection would",
            spec -> refuses(spec, new UnsupportedOperationException("time to live")),
            "create_thatRefusesATimeToLive_saysSo",
            "refuse with a ConfigurationException"),
        fault(
            "ignores the time to live",
            spec -> expires(spec, (age, limit) -> false),
            "get_atItsTimeToLive_findsNothing",
            "must not be served once its time to live has passed"),
        fault(
            "returns what has just expired",
            spec -> expires(spec, (age, limit) -> age > limit),
            "get_atItsTimeToLive_findsNothing",
            "must not be served once its time to live has passed"),
        fault(
            "expires too early",
            spec -> expires(spec, (age, limit) -> age >= limit / 4 * 3),
            "get_beforeItsTimeToLive_findsTheValue",
            "up to a second before its time to live"),
        fault(
            "prolongs by a get",
            CacheExpiryFaults::prolongs,
            "get_doesNotProlongATimeToLive",
            "get must not prolong it"),
        fault(
            "counts from the first put",
            CacheExpiryFaults::countsFromTheFirst,
            "put_beginsATimeToLiveAnew",
            "counted from the put that is last"),
        fault(
            "forgets the new with the old",
            CacheExpiryFaults::forgetsTheNewWithTheOld,
            "put_ofWhatHasExpired_holdsItAgain",
            "what is put after an entry has expired must be found"),
        fault(
            "puts an equal value without its time",
            spec -> keepsEqualValues(spec, false),
            "put_beginsATimeToLiveAnew",
            "of an equal value too"),
        fault(
            "does not put again what has expired",
            spec -> keepsEqualValues(spec, true),
            "put_ofWhatHasExpired_holdsItAgain",
            "if it equals the old value too"),
        fault(
            "takes off 1 for what has expired",
            CacheExpiryFaults::takesOffOne,
            "get_ofWhatHasExpired_givesItsRoomBack",
            "must give back all of its weight"),
        fault(
            "expires though it should not",
            CacheExpiryFaults::hasALimitOfItsOwn,
            "get_withoutATimeToLive_alwaysFindsTheValue",
            "must not expire where the spec's timeToLive is null"),
        fault(
            "cannot count so far",
            spec -> counts(spec, Duration::toNanos),
            "get_withTheLongestTimeToLive_findsTheValue",
            "must honour a time to live of PT"),
        fault(
            "multiplies beyond a long",
            spec -> counts(spec, CacheExpiryFaults::multiplied),
            "get_withTheLongestTimeToLive_findsTheValue",
            "must not overflow"),
        fault(
            "rounds up to milliseconds",
            spec -> expires(spec, (age, limit) -> age / 1e6 >= Math.ceil(limit / 1e6)),
            "get_afterTheShortestTimeToLive_findsNothing",
            "must not be rounded up"),
        fault(
            "rounds down to never",
            spec -> expires(spec, (age, limit) -> limit >= 1_000_000 && age >= limit),
            "get_afterTheShortestTimeToLive_findsNothing",
            "nor down to none at all"),
        fault(
            "compares two times",
            CacheExpiryFaults::comparesTimes,
            "get_whileTheTickerWrapsRound_goesByTheTimePassed",
            "subtract, then compare"),
        fault(
            "does not count what expires",
            CacheExpiryFaults::doesNotCount,
            "size_afterGetFoundAnEntryExpired_countsItAsEvicted",
            "among the evictions"),
        fault(
            "counts what has expired as held",
            CacheExpiryFaults::countsAsHeld,
            "size_afterGetFoundAnEntryExpired_countsItAsEvicted",
            "must not be counted as held"));
  }

  /** Whether an entry of this age has expired, both in nanoseconds. */
  interface Expiry {
    boolean test(long age, long limit);
  }

  private static Fault fault(
      String what, ReferenceProvider.Making making, String rule, String words) {
    return new Fault(what, ReferenceProvider.of(making), rule, words);
  }

  static ReferenceCache<Object, Object> refuses(
      CacheSpec<Object, Object> spec, RuntimeException refusal) {
    if (spec.timeToLive() != null) {
      throw refusal;
    }
    return new ReferenceCache<>(spec);
  }

  static ReferenceCache<Object, Object> expires(CacheSpec<Object, Object> spec, Expiry expiry) {
    return new ReferenceCache<>(spec) {
      @Override
      boolean expired(Held held) {
        Duration limit = spec.timeToLive();
        return limit != null && expiry.test(age(held), nanos(limit));
      }
    };
  }

  private static ReferenceCache<Object, Object> prolongs(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      @Nullable Object find(Object key) {
        Object value = super.find(key);
        entries.computeIfPresent(
            key, (same, held) -> new Held(held.value(), held.weight(), spec.ticker().getAsLong()));
        return value;
      }
    };
  }

  private static ReferenceCache<Object, Object> countsFromTheFirst(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        Held before = entries.get(key);
        super.hold(key, value);
        if (before != null && !expired(before)) {
          entries.computeIfPresent(
              key, (same, held) -> new Held(held.value(), held.weight(), before.since()));
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> keepsEqualValues(
      CacheSpec<Object, Object> spec, boolean expired) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        Held before = entries.get(key);
        if (before == null || !before.value().equals(value) || expired(before) != expired) {
          super.hold(key, value);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> takesOffOne(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      @Nullable Object find(Object key) {
        Held held = entries.get(key);
        Object value = super.find(key);
        weight += held != null && value == null ? held.weight() - 1 : 0;
        return value;
      }
    };
  }

  private static ReferenceCache<Object, Object> forgetsTheNewWithTheOld(
      CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        Held before = entries.get(key);
        super.hold(key, value);
        if (before != null && expired(before)) {
          forget(key);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> hasALimitOfItsOwn(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      boolean expired(Held held) {
        return super.expired(held) || age(held) >= Duration.ofDays(30).toNanos();
      }
    };
  }

  /** The limit is worked out when the cache is made. */
  private static ReferenceCache<Object, Object> counts(
      CacheSpec<Object, Object> spec, ToLongFunction<Duration> nanos) {
    long limit = spec.timeToLive() == null ? 0 : nanos.applyAsLong(spec.timeToLive());
    return expires(spec, (age, right) -> age >= limit);
  }

  private static long multiplied(Duration time) {
    return time.getSeconds() * 1_000_000_000 + time.getNano();
  }

  private static ReferenceCache<Object, Object> comparesTimes(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      boolean expired(Held held) {
        return spec.timeToLive() != null
            && spec.ticker().getAsLong() >= end(held.since(), nanos(spec.timeToLive()));
      }

      private long end(long since, long limit) {
        return since > Long.MAX_VALUE - limit ? Long.MAX_VALUE : since + limit;
      }
    };
  }

  private static ReferenceCache<Object, Object> doesNotCount(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      @Nullable Object find(Object key) {
        long before = evictions;
        Object value = super.find(key);
        evictions = before;
        return value;
      }
    };
  }

  private static ReferenceCache<Object, Object> countsAsHeld(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      private long expired;

      @Override
      @Nullable Object find(Object key) {
        long before = evictions;
        Object value = super.find(key);
        expired += evictions - before;
        return value;
      }

      @Override
      CacheSize measured() {
        CacheSize size = super.measured();
        return new CacheSize(size.entries() + expired, size.weight(), size.evictions());
      }
    };
  }
}
