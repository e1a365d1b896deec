package dev.impresario.tck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cache should hold, and how that came to be. */
final class CacheModel {
  private static final int SHOWN = 4;

  private final Map<String, String> held = new HashMap<>();
  private final Map<String, List<String>> steps = new HashMap<>();

  @Nullable String get(String key) {
    return held.get(key);
  }

  /** Returns the value. */
  String put(String key, String value) {
    held.put(key, value);
    note(key, "put(\"%s\", \"%s\")".formatted(key, value));
    return value;
  }

  /** Returns the key. */
  String invalidate(String key) {
    held.remove(key);
    note(key, "invalidate(\"%s\")".formatted(key));
    return key;
  }

  /** Returns what was last done to the key, oldest first. */
  List<String> history(String key) {
    List<String> all = steps.getOrDefault(key, List.of());
    return all.subList(Math.max(0, all.size() - SHOWN), all.size());
  }

  private void note(String key, String step) {
    steps.computeIfAbsent(key, k -> new ArrayList<>()).add(step);
  }
}
