package dev.impresario;

import java.util.List;
import java.util.Objects;

/**
 * An agent that suits a piece of work.
 *
 * @param agent the agent
 * @param score how well; comparable within one shortlist only, the higher the better
 * @param reasons what it was found by, what counts most first
 */
public record Match(AgentMetadata agent, double score, List<Reason> reasons) {

  /** Copies the reasons. */
  public Match {
    Objects.requireNonNull(agent, "agent");
    reasons = List.copyOf(reasons);
  }

  /**
   * A term of the work that the agent has.
   *
   * @param term the term, as the work has it
   * @param fields where the agent has it, such as {@code name}, {@code description} or {@code
   *     headings}
   */
  public record Reason(String term, List<String> fields) {

    /** Copies the fields. */
    public Reason {
      Objects.requireNonNull(term, "term");
      fields = List.copyOf(fields);
    }
  }
}
