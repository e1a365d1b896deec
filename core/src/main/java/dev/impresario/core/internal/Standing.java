package dev.impresario.core.internal;

import dev.impresario.Scope;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far the agents of a snapshot are trusted, compared with each other. Immutable. */
final class Standing {
  private final Set<Integer> protectedRanks = new HashSet<>();
  private @Nullable Scope highest; // of those that are protected

  Standing(Snapshot snapshot) {
    for (SourceState state : snapshot.sources()) {
      BoundSource source = state.source();
      if (source.trust().protectedIds()) {
        protectedRanks.add(source.rank());
        Scope before = highest;
        highest = before == null || isMore(source.scope(), before) ? source.scope() : before;
      }
    }
  }

  /** Whether a protected source is trusted more than this agent, whatever it offers. */
  boolean mayBeOutranked(Candidate candidate) {
    return highest != null && isMore(highest, scope(candidate));
  }

  /** Whether an agent is of a protected source and trusted more than the other. */
  boolean outranks(Candidate candidate, Candidate other) {
    return isProtected(candidate) && isMore(scope(candidate), scope(other));
  }

  /** Orders what is protected before what is not, and then the more trusted before the less. */
  Comparator<Candidate> mostTrustedFirst() {
    return Comparator.comparing(this::isProtected).thenComparing(Standing::scope).reversed();
  }

  private boolean isProtected(Candidate candidate) {
    return protectedRanks.contains(candidate.rank());
  }

  /** What is farther away is trusted more: fewer may write there. */
  private static boolean isMore(Scope scope, Scope other) {
    return scope.compareTo(other) > 0;
  }

  private static Scope scope(Candidate candidate) {
    return candidate.metadata().origin().scope();
  }
}
