package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one source. Immutable.
 *
 * @param files the files by path
 * @param problems what is wrong with the source or its other entries
 * @param seen whether it has ever been scanned successfully
 */
record SourceState(
    BoundSource source, Map<String, FileState> files, List<Diagnostic> problems, boolean seen) {

  static SourceState unseen(BoundSource source) {
    return new SourceState(source, Map.of(), List.of(), false);
  }

  /** Returns this state with another state of one file; null if the file is gone. */
  SourceState with(String path, @Nullable FileState file) {
    var changed = new LinkedHashMap<>(files);
    if (file == null) {
      changed.remove(path);
    } else {
      changed.put(path, file);
    }
    return new SourceState(source, changed, problems, seen);
  }
}
