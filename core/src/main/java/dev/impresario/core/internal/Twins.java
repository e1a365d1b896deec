package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which agents of a snapshot say the same of themselves, their names aside. Immutable. */
final class Twins {
  private final Snapshot snapshot;
  private final Map<Words, List<String>> byWords = new HashMap<>();

  private record Words(String description, @Nullable String type, Set<String> specializations) {
    static Words of(AgentMetadata agent) {
      return new Words(agent.description(), agent.type(), agent.specializations());
    }
  }

  Twins(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (AgentMetadata agent : snapshot.agents()) { // which are sorted by id
      if (!agent.description().isBlank()) {
        byWords.computeIfAbsent(Words.of(agent), words -> new ArrayList<>(1)).add(agent.id());
      }
    }
    byWords.values().removeIf(ids -> ids.size() == 1);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  boolean isNone() {
    return byWords.isEmpty();
  }

  /** Returns the ids of those that say the same as this one, sorted. */
  List<String> of(AgentMetadata agent) {
    if (byWords.isEmpty()) {
      return List.of();
    }
    List<String> ids = byWords.getOrDefault(Words.of(agent), List.of());
    return ids.stream().filter(id -> !id.equals(agent.id())).toList();
  }
}
