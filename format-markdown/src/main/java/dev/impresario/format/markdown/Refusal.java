package dev.impresario.format.markdown;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import org.jspecify.annotations.Nullable;

/** Why a file, or a field of it, cannot be taken. Never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int line;
  private final int column;
  private final String problem;
  private final @Nullable String hint;

  Refusal(String code, Position at, String problem, @Nullable String hint) {
    super(problem, null, false, false);
    this.code = code;
    this.line = at.line();
    this.column = at.column();
    this.problem = problem;
    this.hint = hint;
  }

  Diagnostic diagnostic(String path) {
    return Diagnostic.at(Severity.ERROR, code, path, line, column, problem, hint);
  }
}
