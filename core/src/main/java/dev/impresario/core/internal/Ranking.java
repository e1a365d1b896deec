package dev.impresario.core.internal;

import dev.impresario.Origin;
import dev.impresario.Precedence;
import java.util.Locale;

/**
 * Which of several definitions of one id wins, unless the rules refuse it: the one of the scope
 * that comes first; within a scope the one whose source was named first; within a source the one
 * whose path comes first, by UTF-16 code units, so that it is the same one on every machine.
 */
final class Ranking {

  private Ranking() {}

  /** Compares for an order with the winners first. A source's rank counts scope before order. */
  static int compare(Candidate one, Candidate other) {
    int order = Integer.compare(one.rank(), other.rank());
    return order != 0
        ? order
        : one.metadata().origin().path().compareTo(other.metadata().origin().path());
  }

  /** Says by which rule the first comes before the second. */
  static String rule(Candidate first, Candidate second, Precedence precedence) {
    Origin winner = first.metadata().origin();
    Origin loser = second.metadata().origin();
    if (precedence.rank(winner.scope()) != precedence.rank(loser.scope())) {
      return "scope %s comes before scope %s (%s)"
          .formatted(word(winner), word(loser), precedence.name());
    }
    if (first.rank() != second.rank()) {
      return "source '%s' was named before source '%s'%s"
          .formatted(
              winner.source(),
              loser.source(),
              winner.scope() == loser.scope() ? "" : " (" + precedence.name() + ")");
    }
    return "path '%s' comes before path '%s' in the same source"
        .formatted(winner.path(), loser.path());
  }

  private static String word(Origin origin) {
    return origin.scope().name().toLowerCase(Locale.ROOT);
  }
}
