package dev.impresario;

import java.util.List;
import java.util.Optional;

/**
 * Why an id stands for what it stands for.
 *
 * @param id the id asked about
 * @param candidates who offers it, by precedence: the first wins, the others are shadowed
 * @param diagnostics what is known of the candidates' files, and of files that could have offered
 *     the id had they been readable
 */
public record Resolution(String id, List<Candidate> candidates, List<Diagnostic> diagnostics) {

  /**
   * A definition that offers the id.
   *
   * @param metadata the definition
   * @param reason why it wins or is shadowed, for people
   */
  public record Candidate(AgentMetadata metadata, String reason) {}

  /** Copies the lists. */
  public Resolution {
    candidates = List.copyOf(candidates);
    diagnostics = List.copyOf(diagnostics);
  }

  /** Returns the candidate that the id stands for, or empty if none offers it. */
  public Optional<AgentMetadata> winner() {
    return candidates.stream().findFirst().map(Candidate::metadata);
  }

  /** Returns the candidates that the winner hides. */
  public List<Candidate> shadowed() {
    return candidates.isEmpty() ? List.of() : candidates.subList(1, candidates.size());
  }
}
