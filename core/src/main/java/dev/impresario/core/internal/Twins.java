package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which agents of a snapshot say the same of themselves, their names aside. Those of one source
 * stand for each other. Those of several do not: a copy must not hide what it was copied from.
 * Immutable.
 */
final class Twins {
  private final Snapshot snapshot;
  private final Map<Kind, List<String>> ids = new HashMap<>();
  private final Map<Kind, List<Kind>> moreTrusted = new HashMap<>();

  private record Words(String description, @Nullable String type, Set<String> specializations) {}

  /** What several agents say, and from which source those are that say it. */
  record Kind(Words words, int source) {
    static Kind of(Candidate candidate) {
      AgentMetadata agent = candidate.metadata();
      var words = new Words(agent.description(), agent.type(), agent.specializations());
      return new Kind(words, candidate.rank());
    }
  }

  Twins(Snapshot snapshot) {
    this.snapshot = snapshot;
    var ones = new HashMap<Words, List<Candidate>>(); // one of each kind
    for (AgentMetadata agent : snapshot.agents()) { // which are sorted by id
      if (!agent.description().isBlank()) {
        add(snapshot.require(agent.id()), ones);
      }
    }
    Comparator<Candidate> order = new Standing(snapshot).mostTrustedFirst();
    ones.values().forEach(each -> compare(each, order));
    ids.keySet().removeIf(kind -> idsOf(kind).size() == 1 && !moreTrusted.containsKey(kind));
  }

  private void add(Candidate candidate, Map<Words, List<Candidate>> ones) {
    Kind kind = Kind.of(candidate);
    List<String> alike = ids.computeIfAbsent(kind, unknown -> new ArrayList<>(1));
    alike.add(candidate.metadata().id());
    if (alike.size() == 1) {
      ones.computeIfAbsent(kind.words(), words -> new ArrayList<>(1)).add(candidate);
    }
  }

  private void compare(List<Candidate> ones, Comparator<Candidate> order) {
    if (ones.size() > 1) {
      for (Candidate one : ones) {
        moreTrusted.put(
            Kind.of(one),
            ones.stream().filter(other -> order.compare(other, one) < 0).map(Kind::of).toList());
      }
    }
  }

  Snapshot snapshot() {
    return snapshot;
  }

  boolean isNone() {
    return ids.isEmpty();
  }

  /** Returns of which kind an agent is, or null if nobody else says the same. */
  @Nullable Kind kind(Candidate candidate) {
    if (ids.isEmpty()) {
      return null;
    }
    Kind kind = Kind.of(candidate);
    return ids.containsKey(kind) ? kind : null;
  }

  /** Returns the ids of those of this kind, sorted. */
  List<String> idsOf(Kind kind) {
    return ids.getOrDefault(kind, List.of());
  }

  /** Returns the kinds that say the same and are of sources that are trusted more. */
  List<Kind> moreTrusted(Kind kind) {
    return moreTrusted.getOrDefault(kind, List.of());
  }
}
