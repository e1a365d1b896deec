package dev.impresario.tck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place for agents in memory, which counts what happens to it. Safe for use by many threads. */
final class MemoryPlace {
  private final Map<String, Stored> files = new LinkedHashMap<>();
  private long changes;
  private boolean there;
  private boolean removed;

  /**
   * A file. The changes of a place are numbered from 1.
   *
   * @param made which change made it
   * @param changed which change brought its content
   * @param edits how often it has changed since it was made
   * @param spoiled whether it fails
   */
  record Stored(String path, String text, long made, long changed, int edits, boolean spoiled) {}

  synchronized void store(Map<String, String> texts) {
    there = true;
    var before = new HashMap<>(files);
    files.clear();
    texts.forEach((path, text) -> files.put(path, stored(before.get(path), path, text)));
  }

  private Stored stored(@Nullable Stored before, String path, String text) {
    if (before == null) {
      return new Stored(path, text, ++changes, changes, 0, false);
    }
    return before.text().equals(text) ? before : edited(before, text, false);
  }

  synchronized void spoil(String path) {
    files.computeIfPresent(path, (key, good) -> edited(good, good.text(), true));
  }

  /** Makes it one that cannot be reached. */
  synchronized void remove() {
    files.clear();
    removed = true;
  }

  synchronized boolean isReachable() {
    return !removed;
  }

  private Stored edited(Stored file, String text, boolean spoiled) {
    return new Stored(file.path(), text, file.made(), ++changes, file.edits() + 1, spoiled);
  }

  /** Returns whether anything was ever stored, be it no files at all. */
  synchronized boolean isThere() {
    return there;
  }

  /** Returns the files in the order in which they came. */
  synchronized List<Stored> files() {
    return new ArrayList<>(files.values());
  }

  synchronized @Nullable Stored file(String path) {
    return files.get(path);
  }
}
