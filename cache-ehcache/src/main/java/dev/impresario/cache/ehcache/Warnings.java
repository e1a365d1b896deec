package dev.impresario.cache.ehcache;

import dev.impresario.SafeText;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a cache tells its operators. Each thing is said once, but for damaged entries. */
final class Warnings {
  static final Logger LOG = LoggerFactory.getLogger("dev.impresario.cache");
  private static final int MAXIMUM_DAMAGED = 10;

  private final String cache;
  private final AtomicInteger damaged = new AtomicInteger();

  Warnings(String cache) {
    this.cache = SafeText.escape(cache);
  }

  void directoryUnusable(String directory, Throwable why) {
    LOG.warn(
        "cache '{}': directory '{}' cannot be written; goes on without the disk tier",
        cache,
        SafeText.escape(directory),
        why);
  }

  void notClosedCleanly() {
    LOG.warn("cache '{}' was not closed cleanly; its disk tier starts empty", cache);
  }

  void storeDamaged() {
    LOG.warn("cache '{}' was changed on disk since it was closed; it starts empty", cache);
  }

  void goesOnWithout(String tier, Throwable why) {
    LOG.warn("cache '{}': the {} tier fails; goes on without it", cache, tier, why);
  }

  void notKept(Throwable why) {
    LOG.warn("cache '{}': the disk tier does not close; it will start empty", cache, why);
  }

  /**
   * Says it of the first few: a damaged disk could say it all day.
   *
   * @param why a foreign message may tell what was in the entry, so only its type is told; null if
   *     the codec returned null
   */
  void entryDamaged(@Nullable Throwable why) {
    int so = damaged.incrementAndGet();
    if (so <= MAXIMUM_DAMAGED) {
      LOG.warn(
          "cache '{}': an entry was damaged ({}) and is forgotten{}",
          cache,
          reason(why),
          so == MAXIMUM_DAMAGED ? "; no more of these will be told" : "");
    }
  }

  private static @Nullable String reason(@Nullable Throwable why) {
    if (why == null) {
      return "its codec returned null";
    }
    return why instanceof DamagedException ? why.getMessage() : nameOfRoot(why);
  }

  private static String nameOfRoot(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }
}
