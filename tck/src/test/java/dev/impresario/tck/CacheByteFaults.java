package dev.impresario.tck;

import dev.impresario.spi.CacheSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Caches that say they store bytes and keep them, and do not. */
final class CacheByteFaults {

  private CacheByteFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "keeps the object instead of its bytes",
            CacheByteFaults::keepsTheObject,
            "put_whereBytesAreStored_storesThoseOfThatMoment",
            "not the object"),
        fault(
            "passes on what the codec throws",
            CacheByteFaults::passesOn,
            "get_ofWhatCannotBeDecoded_findsNothing",
            "must be as if it were not held"),
        fault(
            "begins anew each time",
            (spec, directory) -> opens(spec, directory, true),
            "create_afterClose_findsWhatAPersistentCacheHeld",
            "must hold what it held when it was closed"),
        fault(
            "does not count what it finds there",
            (spec, directory) -> opens(spec, directory, false),
            "create_afterClose_countsWhatAPersistentCacheHeld",
            "must count for its maximumWeight"));
  }

  private static Fault fault(
      String what, ReferenceProvider.Factory factory, String rule, String words) {
    return new Fault(what, ReferenceProvider.inDirectory(factory), rule, words);
  }

  private static ReferenceCache<Object, Object> keepsTheObject(
      CacheSpec<Object, Object> spec, String directory) {
    return new ReferenceByteCache<>(spec, directory) {
      @Override
      Object freeze(Object value) {
        return value;
      }

      @Override
      @Nullable Object thaw(Object value) {
        return super.thaw(spec.values().encode(value));
      }
    };
  }

  private static ReferenceCache<Object, Object> passesOn(
      CacheSpec<Object, Object> spec, String directory) {
    return new ReferenceByteCache<>(spec, directory) {
      @Override
      Object thaw(Object value) {
        return spec.values().decode((byte[]) value);
      }
    };
  }

  private static ReferenceCache<Object, Object> opens(
      CacheSpec<Object, Object> spec, String directory, boolean anew) {
    return new ReferenceByteCache<>(spec, directory) {
      @Override
      void open(Map<Object, Held> before) {
        super.open(anew ? Map.of() : before);
        weight = 0;
      }
    };
  }
}
