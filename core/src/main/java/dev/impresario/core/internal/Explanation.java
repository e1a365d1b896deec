package dev.impresario.core.internal;

import dev.impresario.Precedence;
import dev.impresario.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of each definition of an id why it wins, is shadowed or is refused. */
final class Explanation {
  private final List<Candidate> offered;
  private final List<Refused> refused;
  private final Precedence precedence;

  /** Takes those on offer and those refused, each by precedence. */
  Explanation(List<Candidate> offered, List<Refused> refused, Precedence precedence) {
    this.offered = offered;
    this.refused = refused;
    this.precedence = precedence;
  }

  List<Resolution.Candidate> candidates() {
    var explained = new ArrayList<Resolution.Candidate>();
    for (Candidate candidate : offered) {
      String reason =
          explained.isEmpty()
              ? "wins: " + whyItWins(candidate)
              : "shadowed: " + Ranking.rule(offered.get(0), candidate, precedence);
      explained.add(new Resolution.Candidate(candidate.metadata(), reason));
    }
    for (Refused one : refused) {
      explained.add(
          new Resolution.Candidate(one.candidate().metadata(), "refused: " + one.reason(), true));
    }
    return explained;
  }

  /** What was refused decides only if it would have come first. */
  private String whyItWins(Candidate winner) {
    Optional<Refused> decisive =
        refused.stream().filter(one -> Ranking.compare(one.candidate(), winner) < 0).findFirst();
    if (decisive.isPresent()) {
      return decisive.get().decides();
    }
    if (offered.size() > 1) {
      return Ranking.rule(winner, offered.get(1), precedence);
    }
    return refused.isEmpty()
        ? "nothing else offers this id"
        : Ranking.rule(winner, refused.get(0).candidate(), precedence);
  }
}
