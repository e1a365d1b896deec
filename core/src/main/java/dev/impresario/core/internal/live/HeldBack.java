package dev.impresario.core.internal.live;

import java.util.HashMap;
import java.util.Map;

/**
 * Which files of a source were held back at the last scan, and since when. A new one is made at
 * each scan, by one thread; the old one is only read, by many.
 */
public final class HeldBack {
  /** Nothing is held back. */
  public static final HeldBack NOTHING = new HeldBack(Map.of(), Map.of());

  private final Map<String, Long> changing;
  private final Map<String, Long> missing;

  private HeldBack(Map<String, Long> changing, Map<String, Long> missing) {
    this.changing = changing;
    this.missing = missing;
  }

  /** Makes one to be filled. */
  public static HeldBack begun() {
    return new HeldBack(new HashMap<>(), new HashMap<>());
  }

  /** Returns since when the file has been changing, which is now if it has not. */
  public long changingSince(String path, long now) {
    return changing.getOrDefault(path, now);
  }

  /** Returns since when the file has been missing, which is now if it has not. */
  public long missingSince(String path, long now) {
    return missing.getOrDefault(path, now);
  }

  /** Notes that the file is changing. */
  public void changing(String path, long since) {
    changing.put(path, since);
  }

  /** Notes that the file is missing. */
  public void missing(String path, long since) {
    missing.put(path, since);
  }

  /** Returns whether nothing is held back. */
  public boolean isEmpty() {
    return changing.isEmpty() && missing.isEmpty();
  }
}
