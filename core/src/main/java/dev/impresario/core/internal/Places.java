package dev.impresario.core.internal;

import dev.impresario.Match;
import dev.impresario.core.internal.Twins.Kind;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the places of a shortlist to those who are ranked: of twins of one source to the best
 * alone, and of those of several to none before the ones that are trusted more. Used by one thread.
 */
final class Places {
  private final int limit;
  private final Twins twins;
  private final Set<Kind> ranked = new HashSet<>();
  private final Set<Kind> taken = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Match> matches = new ArrayList<>();

  private record Waiting(Candidate candidate, Kind kind, Ranked ranked) {}

  /** Takes those who will be offered. */
  Places(int limit, Twins twins, List<Candidate> candidates) {
    this.limit = limit;
    this.twins = twins;
    for (Candidate candidate : candidates) {
      Kind kind = twins.kind(candidate);
      if (kind != null) {
        ranked.add(kind);
      }
    }
  }

  /** Offers an agent; those that are better ranked come first. */
  void offer(Candidate candidate, Ranked ranked) {
    Kind kind = twins.kind(candidate);
    if (kind == null) {
      take(candidate, null, ranked.score(), ranked);
    } else if (mustWait(kind)) {
      waiting.add(new Waiting(candidate, kind, ranked));
    } else if (take(candidate, kind, ranked.score(), ranked)) {
      admit(ranked.score());
    }
  }

  private boolean mustWait(Kind kind) {
    return twins.moreTrusted(kind).stream()
        .anyMatch(other -> ranked.contains(other) && !taken.contains(other));
  }

  /** Lets those follow who waited for the one that came last, with its score. */
  private void admit(double score) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting next = all.next();
      if (!mustWait(next.kind())) {
        all.remove();
        take(next.candidate(), next.kind(), score, next.ranked());
      }
    }
  }

  private boolean take(Candidate candidate, @Nullable Kind kind, double score, Ranked ranked) {
    String id = candidate.metadata().id();
    boolean isNew = kind == null ? ids.add(id) : taken.add(kind);
    if (isNew && !isFull()) {
      matches.add(new Match(candidate.metadata(), score, ranked.reasons(), others(id, kind)));
    }
    return isNew;
  }

  private List<String> others(String id, @Nullable Kind kind) {
    return kind == null
        ? List.of()
        : twins.idsOf(kind).stream().filter(other -> !other.equals(id)).toList();
  }

  boolean isFull() {
    return matches.size() == limit;
  }

  /** Whether somebody may have to give way to one who was not among those offered. */
  boolean isInDoubt() {
    return taken.stream()
        .flatMap(kind -> twins.moreTrusted(kind).stream())
        .anyMatch(kind -> !ranked.contains(kind));
  }

  List<Match> matches() {
    return matches;
  }
}
