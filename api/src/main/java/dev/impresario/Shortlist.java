package dev.impresario;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The agents that suit a piece of work best, as of one moment.
 *
 * @param matches the best first; equals by id
 * @param decided the first match, if it is clearly better than the second; else empty
 */
public record Shortlist(List<Match> matches, Optional<AgentMetadata> decided) {

  /** Copies the matches. */
  public Shortlist {
    matches = List.copyOf(matches);
    Objects.requireNonNull(decided, "decided");
  }
}
