package dev.impresario.cli;

import dev.impresario.Diagnostic;
import java.util.List;

/**
 * How many diagnostics there are.
 *
 * @param errors how many say that an agent is not there
 * @param warnings how many say that one is probably not as it was meant
 * @param notes all others
 */
record Findings(int errors, int warnings, int notes) {

  static Findings of(List<Diagnostic> diagnostics) {
    int errors = 0;
    int warnings = 0;
    for (Diagnostic diagnostic : diagnostics) {
      switch (diagnostic.severity()) {
        case ERROR -> errors++;
        case WARNING -> warnings++;
        case INFO -> {}
      }
    }
    return new Findings(errors, warnings, diagnostics.size() - errors - warnings);
  }

  /** Returns for example {@code 3 errors, 1 warning}, or {@code no findings}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    append(text, errors, "error");
    append(text, warnings, "warning");
    append(text, notes, "note");
    return text.isEmpty() ? "no findings" : text.toString();
  }

  private static void append(StringBuilder text, int count, String noun) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(Words.count(count, noun));
    }
  }
}
