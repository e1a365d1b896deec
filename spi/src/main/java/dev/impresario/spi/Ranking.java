package dev.impresario.spi;

import dev.impresario.Match;
import java.util.List;
import java.util.Objects;

/**
 * What a selector makes of a piece of work.
 *
 * @param agents those that suit it, the best first, equals by id
 * @param decided whether the first is so clearly the best that nobody need look at the others;
 *     never if there is none
 */
public record Ranking(List<Ranked> agents, boolean decided) {

  /** Copies the agents. */
  public Ranking {
    agents = List.copyOf(agents);
  }

  /**
   * An agent's place.
   *
   * @param id which agent; one that is no longer on offer is left out
   * @param score how well it suits; a number, the higher the better, never more than that of the
   *     agent before it
   * @param reasons what it was found by, what counts most first; none if there is nothing to show
   */
  public record Ranked(String id, double score, List<Match.Reason> reasons) {

    /** Copies the reasons. */
    public Ranked {
      Objects.requireNonNull(id, "id");
      reasons = List.copyOf(reasons);
    }
  }
}
