package dev.impresario.systemtests;

import dev.impresario.core.Impresario;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A cache that ships with the library, in one of its settings. */
record Backend(String id, Map<String, String> options) {

  /** Returns every one. */
  static Stream<Backend> all() {
    return Stream.of(
        new Backend("inmemory", Map.of("eviction", "adaptive")),
        new Backend("inmemory", Map.of("eviction", "lru")));
  }

  /** Has an engine keep its prompts there. */
  Impresario.Builder install(Impresario.Builder builder, Path directory) {
    return builder.cache(id, options(directory));
  }

  /** Returns the options, with a directory for what is kept on disk. */
  Map<String, String> options(Path directory) {
    var all = new HashMap<>(options);
    if (options.containsKey("disk")) {
      all.put("directory", directory.toString());
    }
    return all;
  }

  @Override
  public String toString() {
    return id + options;
  }
}
