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
  private static final String LAST = "; no more of these will be told";
  private static final String FULL = ", perhaps the disk is full";

  private final String cache;
  private final String directory;
  private final AtomicInteger damaged = new AtomicInteger();

  /**
   * @param directory of the disk tier; empty if there is none
   */
  Warnings(String cache, String directory) {
    this.cache = SafeText.escape(cache);
    this.directory = SafeText.escape(directory);
  }

  void directoryUnusable(Throwable why) {
    LOG.warn(
        "cache '{}': directory '{}' cannot be written{}; goes on without the disk tier",
        cache,
        directory,
        TierFailure.isOfSpace(why) ? FULL : "",
        why);
  }

  void notClosedCleanly() {
    LOG.warn(
        "cache '{}': directory '{}' was not closed cleanly; the disk tier starts empty",
        cache,
        directory);
  }

  void storeDamaged() {
    LOG.warn(
        "cache '{}': directory '{}' was changed since it was closed; the disk tier starts empty",
        cache,
        directory);
  }

  void goesOnWithoutOffheap(TierFailure why) {
    LOG.warn(
        "cache '{}': the offheap tier fails{}; goes on without it",
        cache,
        why.isOfMemory() ? ", perhaps -XX:MaxDirectMemorySize is too small" : "",
        why);
  }

  void goesOnWithoutDisk(TierFailure why) {
    LOG.warn(
        "cache '{}': the disk tier in '{}' fails{}; goes on without it",
        cache,
        directory,
        TierFailure.isOfSpace(why) ? FULL : "",
        why);
  }

  void classMissing(String consequence, TierFailure why) {
    LOG.warn(
        "cache '{}': a class that ehcache needs cannot be loaded ({}), perhaps for want of module jdk.unsupported; {}",
        cache,
        nameOfRoot(why),
        consequence,
        why);
  }

  void notKept(Throwable why) {
    LOG.warn(
        "cache '{}': the disk tier in '{}' does not close{}; it will start empty",
        cache,
        directory,
        TierFailure.isOfSpace(why) ? FULL : "",
        why);
  }

  void moved() {
    LOG.warn(
        "cache '{}': directory '{}' was moved, replaced or deleted while it was in use; what is there is left as it is",
        cache,
        directory);
  }

  void notDeleted(Throwable why) {
    LOG.warn("cache '{}': the files in directory '{}' cannot be deleted", cache, directory, why);
  }

  /**
   * Says it of the first few.
   *
   * @param done what cannot be done to the key: read or written
   * @param why its message may tell what the key is, so it is not told
   */
  void keyUnusable(String done, Throwable why) {
    int so = damaged.incrementAndGet();
    if (so <= MAXIMUM_DAMAGED) {
      LOG.warn(
          "cache '{}': a key in directory '{}' cannot be {} ({}); its entry is forgotten{}",
          cache,
          directory,
          done,
          nameOfRoot(why),
          so == MAXIMUM_DAMAGED ? LAST : "");
    }
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
          so == MAXIMUM_DAMAGED ? LAST : "");
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
