package dev.impresario.spi;

import dev.impresario.Diagnostic;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a format made of a file: an agent, or none.
 *
 * <p>Without a header, a diagnostic says why: an error if the file is meant to be an agent, a
 * warning if it seems not to be one. Without header and diagnostics, the file is not of this format
 * after all, and another format of the same specificity may try.
 *
 * @param header the metadata, or null if this is no agent
 * @param bodyOffset at which byte the prompt begins; it goes on to the end of the file
 * @param diagnostics what is worth knowing; with a header, none is an error
 */
public record ParsedAgent(@Nullable Header header, int bodyOffset, List<Diagnostic> diagnostics) {
  private static final ParsedAgent NOT_THIS_FORMAT = new ParsedAgent(null, 0, List.of());

  /** Checks that there is either a header or an error, not both. */
  public ParsedAgent {
    diagnostics = List.copyOf(diagnostics);
    if (header != null
        && !diagnostics.isEmpty() // nearly always, and a stream costs more than all of this
        && diagnostics.stream().anyMatch(Diagnostic::isError)) {
      throw new IllegalArgumentException("a file with an error is no agent: " + diagnostics);
    }
    if (bodyOffset < 0) {
      throw new IllegalArgumentException("body offset must not be negative");
    }
  }

  /** Returns an agent, maybe with warnings. */
  public static ParsedAgent of(Header header, int bodyOffset, List<Diagnostic> warnings) {
    return new ParsedAgent(Objects.requireNonNull(header, "header"), bodyOffset, warnings);
  }

  /** Returns no agent, and why. */
  public static ParsedAgent none(List<Diagnostic> reasons) {
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("say why this is no agent");
    }
    return new ParsedAgent(null, 0, reasons);
  }

  /** Returns that the file is not of this format after all. */
  public static ParsedAgent notThisFormat() {
    return NOT_THIS_FORMAT;
  }
}
