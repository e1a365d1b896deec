package dev.impresario.cli;

import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import java.util.List;

/** Shows what is wrong with the files. */
final class LintCommand {
  private final Console console;
  private final Environment environment;

  LintCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    try (Engine engine = Engines.open(arguments, environment)) {
      int agents = engine.registry().list().size();
      List<Diagnostic> diagnostics = engine.registry().diagnostics();
      Findings findings = Findings.of(diagnostics);
      switch (arguments.form()) {
        case JSON -> printJson(console, diagnostics);
        case SARIF -> new SarifLog(console, environment.project()).print(diagnostics);
        case TEXT -> {
          print(console, diagnostics);
          console.line(Words.count(agents, "agent") + ", " + findings);
        }
      }
      return findings.errors() > 0 ? Main.TROUBLE : Main.CLEAN;
    }
  }

  static void print(Console console, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      console.line(line(console, diagnostic));
    }
  }

  /** Returns the line that tells of a finding, in its colour. */
  static String line(Console console, Diagnostic diagnostic) {
    String line = diagnostic.toString();
    return switch (diagnostic.severity()) {
      case ERROR -> console.red(line);
      case WARNING -> console.yellow(line);
      case INFO -> line;
    };
  }

  static void printJson(Console console, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      console.line(Json.object(json -> Json.diagnostic(json, diagnostic)));
    }
  }
}
