package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one snapshot of what all sources hold: the place of every rule about one snapshot. */
final class Merger {
  private final List<SourceState> sources;
  private final Rules rules;
  private final List<Candidate> all = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, List<Candidate>> contested = new HashMap<>();

  private Merger(List<SourceState> sources, Rules rules) {
    this.sources = sources;
    this.rules = rules;
  }

  /**
   * Merges.
   *
   * @param standing what was found out when the engine was built
   */
  static Snapshot merge(List<SourceState> sources, List<Diagnostic> standing, Rules rules) {
    return new Merger(sources, rules).merge(standing);
  }

  private Snapshot merge(List<Diagnostic> standing) {
    diagnostics.addAll(standing);
    sources.forEach(this::collect);
    all.sort(Ranking::compare);
    Protection protection = Protection.of(sources);
    PinCheck pins = rules.pins() == null ? null : new PinCheck(rules.pins(), rules.mode());
    Map<String, List<Refused>> refused = refuse(protection, pins);
    Map<String, Candidate> byId = Snapshot.table(all.size());
    List<AgentMetadata> winners = winners(byId);
    contested.replaceAll((id, candidates) -> List.copyOf(candidates));
    reportHidden();
    reportAlike(winners);
    if (protection != null) {
      protection.report(diagnostics);
    }
    if (pins != null) {
      pins.report(winners, refused.keySet(), diagnostics);
    }
    diagnostics.sort(Merger::compareByPlace);
    return new Snapshot(sources, byId, contested, refused, winners, List.copyOf(diagnostics));
  }

  /** Takes out what the rules refuse, and reports it. */
  private Map<String, List<Refused>> refuse(
      @Nullable Protection protection, @Nullable PinCheck pins) {
    if (protection == null && pins == null) {
      return Map.of(); // nothing is asked of each of so many
    }
    var refused = new HashMap<String, List<Refused>>();
    all.removeIf(
        candidate -> {
          Refused one = protection == null ? null : protection.check(candidate);
          if (one == null && pins != null) {
            one = pins.check(candidate);
          }
          if (one != null) {
            refused.computeIfAbsent(candidate.metadata().id(), id -> new ArrayList<>()).add(one);
            diagnostics.add(one.diagnostic());
          }
          return one != null;
        });
    return refused;
  }

  private void collect(SourceState source) {
    diagnostics.addAll(source.problems());
    for (FileState file : source.files().values()) {
      diagnostics.addAll(file.problems());
      Candidate candidate = file.candidate();
      if (candidate != null) {
        all.add(candidate);
        diagnostics.addAll(candidate.warnings());
      }
    }
  }

  /**
   * Returns who stands for each id, in the order of ids, fills the table of them, and notes who
   * else would. Few are contested: no lists else.
   */
  private List<AgentMetadata> winners(Map<String, Candidate> byId) {
    var winners = new ArrayList<AgentMetadata>(all.size());
    for (Candidate candidate : all) {
      String id = candidate.metadata().id();
      Candidate winner = byId.putIfAbsent(id, candidate);
      if (winner == null) {
        winners.add(candidate.metadata());
      } else {
        contested.computeIfAbsent(id, none -> new ArrayList<>(List.of(winner))).add(candidate);
      }
    }
    winners.sort((one, other) -> one.id().compareTo(other.id())); // by path they nearly are
    return List.copyOf(winners);
  }

  // written out, as are other orders that each start needs: no archive of classes holds those of
  // Comparator, which can be serialized, so each start would generate them
  private static int compareByPlace(Diagnostic one, Diagnostic other) {
    int order = compareNullsFirst(one.source(), other.source());
    order = order != 0 ? order : compareNullsFirst(one.path(), other.path());
    order = order != 0 ? order : Integer.compare(one.line(), other.line());
    return order != 0 ? order : Integer.compare(one.column(), other.column());
  }

  private static int compareNullsFirst(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return one.compareTo(other);
  }

  private void reportHidden() {
    for (List<Candidate> candidates : contested.values()) {
      for (Candidate loser : candidates.subList(1, candidates.size())) {
        diagnostics.add(hidden(candidates.get(0), loser));
      }
    }
  }

  private Diagnostic hidden(Candidate winner, Candidate loser) {
    boolean sameSource = winner.rank() == loser.rank();
    return at(
        loser.metadata(),
        sameSource ? Severity.WARNING : Severity.INFO,
        sameSource ? "duplicate-id" : "shadowed",
        "agent '%s' is hidden by %s: %s"
            .formatted(
                loser.metadata().id(),
                winner.metadata().origin().place(),
                Ranking.rule(winner, loser, rules.precedence())),
        sameSource ? "rename one of them" : null);
  }

  private void reportAlike(List<AgentMetadata> winners) {
    var seen = new HashMap<String, AgentMetadata>();
    for (AgentMetadata metadata : winners) {
      AgentMetadata other = seen.putIfAbsent(Ids.folded(metadata.id()), metadata);
      if (other != null) {
        diagnostics.add(
            at(
                metadata,
                Severity.WARNING,
                "alike-id",
                "agent '%s' is easily taken for '%s' from %s"
                    .formatted(metadata.id(), other.id(), other.origin().place()),
                "rename one of them"));
      }
    }
  }

  private static Diagnostic at(
      AgentMetadata metadata,
      Severity severity,
      String code,
      String message,
      @Nullable String hint) {
    return Diagnostic.ofFile(severity, code, metadata.origin().path(), message, hint)
        .withSource(metadata.origin().source());
  }
}
