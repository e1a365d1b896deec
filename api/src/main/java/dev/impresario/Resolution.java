package dev.impresario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why an id stands for what it stands for.
 *
 * @param id the id asked about
 * @param candidates who offers it: the one that wins, those that it shadows, by precedence, then
 *     those that are refused
 * @param diagnostics what is known of the candidates' files, and of files that could have offered
 *     the id had they been readable
 */
public record Resolution(String id, List<Candidate> candidates, List<Diagnostic> diagnostics) {

  /**
   * A definition that offers the id.
   *
   * @param metadata the definition
   * @param reason why it wins, is shadowed or is refused, for people
   * @param refused whether it is not on offer, even if nothing else offers the id
   */
  public record Candidate(AgentMetadata metadata, String reason, boolean refused) {

    /** Creates one that is not refused. */
    public Candidate(AgentMetadata metadata, String reason) {
      this(metadata, reason, false);
    }
  }

  /** Copies the lists. */
  public Resolution {
    candidates = List.copyOf(candidates);
    diagnostics = List.copyOf(diagnostics);
  }

  /** Returns the candidate that the id stands for, or empty if none is on offer. */
  public Optional<AgentMetadata> winner() {
    return offered().findFirst().map(Candidate::metadata);
  }

  /** Returns the candidates that the winner hides. */
  public List<Candidate> shadowed() {
    return offered().skip(1).toList();
  }

  /** Returns the candidates that the host's rules keep off the offer. */
  public List<Candidate> refused() {
    return candidates.stream().filter(Candidate::refused).toList();
  }

  private Stream<Candidate> offered() {
    return candidates.stream().filter(candidate -> !candidate.refused());
  }
}
