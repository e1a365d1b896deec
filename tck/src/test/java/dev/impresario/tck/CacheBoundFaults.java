package dev.impresario.tck;

import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Caches that hold more than they should, or less. */
final class CacheBoundFaults {

  private CacheBoundFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "does not say what it refuses",
            CacheBoundFaults::refuses,
            "create_thatRefusesAMaximumWeight_saysSo",
            "a ConfigurationException that names it"),
        fault(
            "refuses small bounds",
            CacheBoundFaults::refusesSmallBounds,
            "create_withABoundOfOne_holdsOneEntry",
            "every maximumWeight from 1 must work"),
        fault(
            "holds nothing in a bound of one",
            CacheBoundFaults::holdsNothingInOne,
            "create_withABoundOfOne_holdsOneEntry",
            "all of it must be used"),
        fault(
            "takes off 1 for what is invalidated",
            CacheBoundFaults::takesOffOneByKey,
            "invalidate_givesRoomBack",
            "must give back all of its weight"),
        fault(
            "takes off 1 for what a filter accepts",
            CacheBoundFaults::takesOffOneByFilter,
            "invalidateIf_givesRoomBack",
            "must give back all of its weight"),
        fault(
            "takes off 1 for what it does not replace",
            CacheBoundFaults::takesOffOneByReplacement,
            "put_ofWhatIsHeavierThanTheBound_givesTheOldValuesRoomBack",
            "must give back all of its weight"),
        fault(
            "has room for one less",
            CacheBoundFaults::hasRoomForOneLess,
            "put_upToTheBound_forgetsNothing",
            "10 entries must fit"),
        fault(
            "ignores its bound",
            CacheBoundFaults::ignoresItsBound,
            "put_beyondTheBound_staysWithinIt",
            "must not weigh more than maximumWeight"),
        fault(
            "does not count what it evicts",
            CacheBoundFaults::doesNotCount,
            "size_afterEvictions_countsThem",
            "or counted as evicted"),
        fault(
            "takes its bound for what it holds",
            spec -> measures(spec, weight -> weight > 70 ? spec.maximumWeight() : weight),
            "size_afterEvictions_saysWhatIsReallyHeld",
            "must be those of the keys that get finds"),
        fault(
            "counts instead of weighing",
            spec -> weighs(spec, weight -> 1),
            "put_ofWhatIsHeavy_takesTheRoomOfMany",
            "must not be held beside"),
        fault(
            "takes room for what weighs nothing",
            spec -> weighs(spec, weight -> Math.max(1, weight)),
            "put_ofWhatWeighsNothing_takesNoRoom",
            "must take no room"),
        fault(
            "counts the lighter of two values",
            spec -> weighsAnew(spec, Math::min),
            "put_ofAHeavierValue_countsItsWeight",
            "must count with its own weight"),
        fault(
            "counts the heavier of two values",
            spec -> weighsAnew(spec, Math::max),
            "put_ofALighterValue_givesRoomBack",
            "must give back its room"),
        fault(
            "holds what is too heavy as if it weighed nothing",
            spec -> weighs(spec, weight -> weight == 101 ? 0 : weight),
            "put_ofWhatIsHeavierThanTheBound_isNotHeld",
            "heavier than maximumWeight must not be held"),
        fault(
            "clears all for what is too heavy",
            CacheBoundFaults::clearsAll,
            "put_ofWhatIsHeavierThanTheBound_leavesOthersAlone",
            "make room for one that cannot be held"),
        fault(
            "keeps the old value of what is too heavy",
            CacheBoundFaults::keepsTheOldValue,
            "put_ofWhatIsHeavierThanTheBound_forgetsTheOldValue",
            "put must end the old value"),
        fault(
            "weighs by int",
            spec -> weighs(spec, weight -> Math.min(weight, Integer.MAX_VALUE)),
            "put_ofWeightsBeyondAnInt_staysWithinTheBound",
            "weights are of type long"),
        fault(
            "adds beyond a long",
            CacheBoundFaults::addsBeyondALong,
            "put_ofWeightsBeyondAnInt_staysWithinTheBound",
            "two of Long.MAX_VALUE"),
        fault(
            "takes less than nothing",
            CacheBoundFaults::takesLessThanNothing,
            "put_ofNegativeWeight_isRefused",
            "must throw IllegalArgumentException"),
        fault(
            "loses count of what it refuses",
            CacheBoundFaults::losesCount,
            "put_thatIsRefused_leavesTheBoundInForce",
            "after a put that was refused"));
  }

  private static Fault fault(
      String what, ReferenceProvider.Making making, String rule, String words) {
    return new Fault(what, ReferenceProvider.of(making), rule, words);
  }

  private static ReferenceCache<Object, Object> refuses(CacheSpec<Object, Object> spec) {
    if (spec.maximumWeight() > Integer.MAX_VALUE) {
      throw new ConfigurationException("too large");
    }
    return new ReferenceCache<>(spec);
  }

  private static ReferenceCache<Object, Object> refusesSmallBounds(CacheSpec<Object, Object> spec) {
    if (spec.maximumWeight() < 1_000) {
      throw new ConfigurationException("maximum weight must be at least 1000");
    }
    return new ReferenceCache<>(spec);
  }

  private static ReferenceCache<Object, Object> holdsNothingInOne(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        if (spec.maximumWeight() > 1 || weigh(key, value) < 1) {
          super.hold(key, value);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> takesOffOneByKey(CacheSpec<Object, Object> spec) {
    return new TakesOffOne(spec) {
      @Override
      public void invalidate(Object key) {
        lock.lock();
        try {
          careless = true;
          super.invalidate(key);
        } finally {
          careless = false;
          lock.unlock();
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> takesOffOneByFilter(
      CacheSpec<Object, Object> spec) {
    return new TakesOffOne(spec) {
      @Override
      void forgetOpen(Object key) {
        lock.lock();
        try {
          careless = true;
          super.forgetOpen(key);
        } finally {
          careless = false;
          lock.unlock();
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> takesOffOneByReplacement(
      CacheSpec<Object, Object> spec) {
    return new TakesOffOne(spec) {
      @Override
      void hold(Object key, Object value) {
        careless = weigh(key, value) > spec.maximumWeight();
        super.hold(key, value);
        careless = false;
      }
    };
  }

  /** Takes an entry for one that weighs 1, now and then. */
  private static class TakesOffOne extends ReferenceCache<Object, Object> {
    boolean careless;

    TakesOffOne(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    void forget(Object key) {
      Held held = entries.get(key);
      super.forget(key);
      weight += careless && held != null ? held.weight() - 1 : 0;
    }
  }

  private static ReferenceCache<Object, Object> hasRoomForOneLess(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void makeRoom(long needed) {
        super.makeRoom(Math.min(needed + 1, spec.maximumWeight()));
      }
    };
  }

  private static ReferenceCache<Object, Object> ignoresItsBound(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void makeRoom(long needed) {}
    };
  }

  private static ReferenceCache<Object, Object> doesNotCount(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void makeRoom(long needed) {
        super.makeRoom(needed);
        evictions = 0;
      }
    };
  }

  private static ReferenceCache<Object, Object> measures(
      CacheSpec<Object, Object> spec, LongUnaryOperator measure) {
    return new ReferenceCache<>(spec) {
      @Override
      CacheSize measured() {
        return new CacheSize(entries.size(), measure.applyAsLong(weight), evictions);
      }
    };
  }

  private static ReferenceCache<Object, Object> weighs(
      CacheSpec<Object, Object> spec, LongUnaryOperator weighing) {
    return new ReferenceCache<>(spec) {
      @Override
      long weigh(Object key, Object value) {
        return weighing.applyAsLong(super.weigh(key, value));
      }
    };
  }

  private static ReferenceCache<Object, Object> weighsAnew(
      CacheSpec<Object, Object> spec, LongBinaryOperator weighing) {
    return new ReferenceCache<>(spec) {
      @Override
      long weigh(Object key, Object value) {
        long weighed = super.weigh(key, value);
        Held before = entries.get(key);
        return before == null ? weighed : weighing.applyAsLong(before.weight(), weighed);
      }
    };
  }

  private static ReferenceCache<Object, Object> clearsAll(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        if (weigh(key, value) > spec.maximumWeight()) {
          entries.clear();
          weight = 0;
        }
        super.hold(key, value);
      }
    };
  }

  private static ReferenceCache<Object, Object> keepsTheOldValue(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        if (weigh(key, value) <= spec.maximumWeight()) {
          super.hold(key, value);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> addsBeyondALong(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void makeRoom(long needed) {
        if (weight + needed > spec.maximumWeight()) {
          super.makeRoom(needed);
        }
      }
    };
  }

  private static ReferenceCache<Object, Object> takesLessThanNothing(
      CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      long weigh(Object key, Object value) {
        return spec.weigher().applyAsLong(key, value);
      }
    };
  }

  /** Takes off the old weight before it knows the new one. */
  private static ReferenceCache<Object, Object> losesCount(CacheSpec<Object, Object> spec) {
    return new ReferenceCache<>(spec) {
      @Override
      void hold(Object key, Object value) {
        if (entries.containsKey(key) && spec.weigher().applyAsLong(key, value) < 0) {
          weight = 0;
        }
        super.hold(key, value);
      }
    };
  }
}
