package dev.impresario;

import java.util.List;
import java.util.Objects;

/**
 * An agent that suits a piece of work.
 *
 * @param agent the agent, as it was on offer at that moment
 * @param score how well; comparable within one shortlist only, the higher the better
 * @param reasons what it was found by, what counts most first; none if the selector gives none
 * @param duplicates the ids of the agents of the same source that declare the very same
 *     description, type and specializations, so that only their names tell them apart, and that
 *     suit no better; they are no matches of their own; sorted
 */
public record Match(
    AgentMetadata agent, double score, List<Reason> reasons, List<String> duplicates) {

  /** Copies the lists. */
  public Match {
    Objects.requireNonNull(agent, "agent");
    reasons = List.copyOf(reasons);
    duplicates = List.copyOf(duplicates);
  }

  /** Shows id and score, never a word of the work. */
  @Override
  public String toString() {
    return "%s %s".formatted(SafeText.escape(agent.id()), Shortlist.rounded(score));
  }

  /**
   * A term of the work that the agent has.
   *
   * @param term the term, as the work has it; not made safe to show
   * @param fields where the agent has it: {@code name}, which counts the id in, {@code
   *     description}, {@code type}, {@code specializations}, or of its prompt {@code headings} and
   *     {@code opening}; what it has there is the term, another form of it, or a word that is
   *     related
   */
  public record Reason(String term, List<String> fields) {

    /** Copies the fields. */
    public Reason {
      Objects.requireNonNull(term, "term");
      fields = List.copyOf(fields);
    }

    /** Shows the fields, never the term, which is a word of the work. */
    @Override
    public String toString() {
      return "Reason" + fields;
    }
  }
}
