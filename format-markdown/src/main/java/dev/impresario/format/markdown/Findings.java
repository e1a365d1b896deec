package dev.impresario.format.markdown;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.ParsedAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is found wrong with one file, in the order it was found. Used by one thread. */
final class Findings {
  private final String path;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  Findings(String path) {
    this.path = path;
  }

  void warn(String code, Position at, String message, String hint) {
    diagnostics.add(
        Diagnostic.at(Severity.WARNING, code, path, at.line(), at.column(), message, hint));
  }

  /** Notes why something is refused; once, though several fields may depend on one value. */
  void add(Refusal refusal) {
    Diagnostic diagnostic = refusal.diagnostic(path);
    if (!diagnostics.contains(diagnostic)) {
      diagnostics.add(diagnostic);
    }
  }

  /**
   * Returns what is read, or notes why it is refused. The fallback only lets the other fields be
   * looked at too: a file with an error becomes no agent.
   */
  <T> T orElse(T fallback, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Refusal refusal) {
      add(refusal);
      return fallback;
    }
  }

  boolean anyError() {
    for (Diagnostic diagnostic : diagnostics) { // mostly none, for which a stream costs the most
      if (diagnostic.isError()) {
        return true;
      }
    }
    return false;
  }

  List<Diagnostic> all() {
    return List.copyOf(diagnostics);
  }

  ParsedAgent none() {
    return ParsedAgent.none(diagnostics);
  }
}
