package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.AgentNotFoundException;
import dev.impresario.Diagnostic;
import dev.impresario.RegistryChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Everything the registry knows at one moment. Immutable. */
final class Snapshot {
  private static final RegistryChange NO_CHANGE = new RegistryChange(Set.of(), Set.of(), Set.of());

  private final List<SourceState> sources;
  private final Map<String, Candidate> winners;
  private final Map<String, List<Candidate>> contested;
  private final Map<String, List<Refused>> refused;
  private final List<AgentMetadata> agents;
  private final List<Diagnostic> diagnostics;

  /**
   * Takes over what is given; nobody may change it any more.
   *
   * @param winners who stands for each id
   * @param contested who offers each id that more than one offer, the winner first
   * @param refused who else would offer each id, if the rules did not refuse it
   * @param agents the winners, sorted by id
   */
  Snapshot(
      List<SourceState> sources,
      Map<String, Candidate> winners,
      Map<String, List<Candidate>> contested,
      Map<String, List<Refused>> refused,
      List<AgentMetadata> agents,
      List<Diagnostic> diagnostics) {
    this.sources = sources;
    this.winners = winners;
    this.contested = contested;
    this.refused = refused;
    this.agents = agents;
    this.diagnostics = diagnostics;
  }

  /** Returns the snapshot before the first scan. */
  static Snapshot unscanned(List<BoundSource> sources) {
    return new Snapshot(
        sources.stream().map(SourceState::unseen).toList(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  List<SourceState> sources() {
    return sources;
  }

  List<AgentMetadata> agents() {
    return agents;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  @Nullable Candidate find(String id) {
    Candidate winner = winners.get(id);
    // rarely needed, so not on the way of those that are found
    return winner != null ? winner : winners.get(Ids.canonical(id));
  }

  Candidate require(String id) {
    Candidate winner = find(id);
    if (winner == null) {
      throw notFound(id);
    }
    return winner;
  }

  private AgentNotFoundException notFound(String id) {
    List<Refused> kept = refused(id);
    return kept.isEmpty()
        ? new AgentNotFoundException(id, winners.keySet())
        : AgentNotFoundException.refused(kept.get(0).candidate().metadata(), kept.get(0).advice());
  }

  /** Returns who would offer the id, if the rules did not refuse it; by precedence. */
  List<Refused> refused(String id) {
    return refused.isEmpty() ? List.of() : refused.getOrDefault(Ids.canonical(id), List.of());
  }

  /** Returns who offers the id, the winner first. */
  List<Candidate> candidates(String id) {
    Candidate winner = find(id);
    return winner == null
        ? List.of()
        : contested.getOrDefault(winner.metadata().id(), List.of(winner));
  }

  RegistryChange changeSince(Snapshot before) {
    if (before == this) {
      return NO_CHANGE; // the usual outcome of a refresh, so it compares nothing
    }
    return new RegistryChange(
        idsWhere(this, before, (now, then) -> then == null),
        idsWhere(this, before, (now, then) -> then != null && differ(now, then)),
        idsWhere(before, this, (then, now) -> now == null));
  }

  private static Set<String> idsWhere(
      Snapshot in, Snapshot other, BiPredicate<AgentMetadata, @Nullable AgentMetadata> condition) {
    var ids = new HashSet<String>();
    for (AgentMetadata metadata : in.agents) {
      Candidate match = other.find(metadata.id());
      if (condition.test(metadata, match == null ? null : match.metadata())) {
        ids.add(metadata.id());
      }
    }
    return ids;
  }

  private static boolean differ(AgentMetadata now, AgentMetadata then) {
    return !now.version().equals(then.version())
        || !now.origin().equals(then.origin())
        || now.degraded() != then.degraded();
  }

  /** Collects winners by id while a snapshot is made. */
  static Map<String, Candidate> table(int size) {
    // a HashMap, not Map.copyOf: its look-ups are two to five times as fast
    return new HashMap<>(Math.max(16, size * 2));
  }
}
