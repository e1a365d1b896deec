package dev.impresario.core.internal;

import dev.impresario.Origin;
import dev.impresario.Resolution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which of several definitions of one id wins: the one of the nearest scope; within a scope the one
 * whose source was named first; within a source the one whose path comes first, by UTF-16 code
 * units, so that it is the same one on every machine.
 */
final class Ranking {

  /** Winners first. A source's rank already counts scope before order. */
  static final Comparator<Candidate> ORDER =
      Comparator.comparingInt(Candidate::rank)
          .thenComparing(candidate -> candidate.metadata().origin().path());

  private Ranking() {}

  /** Says of each candidate why it wins or is shadowed. */
  static List<Resolution.Candidate> explain(List<Candidate> candidates) {
    var explained = new ArrayList<Resolution.Candidate>();
    for (int i = 0; i < candidates.size(); i++) {
      explained.add(new Resolution.Candidate(candidates.get(i).metadata(), reason(candidates, i)));
    }
    return explained;
  }

  private static String reason(List<Candidate> candidates, int i) {
    if (candidates.size() == 1) {
      return "wins: nothing else offers this id";
    }
    Candidate winner = candidates.get(0);
    return i == 0
        ? "wins: " + rule(winner, candidates.get(1))
        : "shadowed: " + rule(winner, candidates.get(i));
  }

  /** Says by which rule the first comes before the second. */
  static String rule(Candidate first, Candidate second) {
    Origin winner = first.metadata().origin();
    Origin loser = second.metadata().origin();
    if (winner.scope() != loser.scope()) {
      return "scope %s comes before scope %s".formatted(word(winner), word(loser));
    }
    if (first.rank() != second.rank()) {
      return "source '%s' was named before source '%s'".formatted(winner.source(), loser.source());
    }
    return "path '%s' comes before path '%s' in the same source"
        .formatted(winner.path(), loser.path());
  }

  private static String word(Origin origin) {
    return origin.scope().name().toLowerCase(Locale.ROOT);
  }
}
