package dev.impresario.core.internal.live;

import dev.impresario.RegistryChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one change of two that follow each other. */
final class Changes {

  private enum Kind {
    ADDED,
    CHANGED,
    REMOVED;

    /** Returns what this and then the other come to; null if they come to nothing. */
    @Nullable Kind then(Kind next) {
      return switch (this) {
        case ADDED -> next == REMOVED ? null : ADDED;
        case CHANGED -> next == REMOVED ? REMOVED : CHANGED;
        case REMOVED -> next == REMOVED ? REMOVED : CHANGED;
      };
    }
  }

  private Changes() {}

  /** Returns the change from before the first to after the second. */
  static RegistryChange merge(RegistryChange first, RegistryChange second) {
    Map<String, Kind> kinds = new HashMap<>();
    add(kinds, first);
    add(kinds, second);
    return new RegistryChange(
        of(kinds, Kind.ADDED), of(kinds, Kind.CHANGED), of(kinds, Kind.REMOVED));
  }

  private static void add(Map<String, Kind> kinds, RegistryChange change) {
    change.added().forEach(id -> kinds.merge(id, Kind.ADDED, Kind::then));
    change.changed().forEach(id -> kinds.merge(id, Kind.CHANGED, Kind::then));
    change.removed().forEach(id -> kinds.merge(id, Kind.REMOVED, Kind::then));
  }

  private static Set<String> of(Map<String, Kind> kinds, Kind kind) {
    var ids = new HashSet<String>();
    kinds.forEach(
        (id, of) -> {
          if (of == kind) {
            ids.add(id);
          }
        });
    return ids;
  }
}
