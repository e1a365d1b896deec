package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A definition that the rules keep off the offer.
 *
 * @param code of the finding
 * @param severity an error, unless another definition would have come before it anyway
 * @param reason the rule, for people
 * @param decides the same, said of what is on offer instead
 */
record Refused(
    Candidate candidate,
    String code,
    Severity severity,
    String reason,
    String decides,
    @Nullable String hint) {

  Diagnostic diagnostic() {
    Origin origin = candidate.metadata().origin();
    return Diagnostic.ofFile(
            severity,
            code,
            origin.path(),
            "agent '%s' is refused: %s".formatted(candidate.metadata().id(), reason),
            hint)
        .withSource(origin.source());
  }

  /** Returns the rule and what to do. */
  String advice() {
    return hint == null ? reason : reason + "; " + hint;
  }
}
