package dev.impresario.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user can do with a cache. */
enum CacheAction {
  CLEAR,
  STATS;

  static @Nullable CacheAction named(String word) {
    for (CacheAction action : values()) {
      if (Words.word(action).equals(word)) {
        return action;
      }
    }
    return null;
  }

  static List<String> all() {
    var words = new ArrayList<String>();
    for (CacheAction action : values()) {
      words.add(Words.word(action));
    }
    return words;
  }
}
