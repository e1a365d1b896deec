package dev.impresario.cli;

import dev.impresario.Engine;
import dev.impresario.Pins;
import dev.impresario.SafeText;
import dev.impresario.cli.AgentChange.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Compares the agents on offer with those that are locked. */
final class VerifyCommand {
  private final Console console;
  private final Environment environment;

  VerifyCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    Path file = environment.project().resolve(Objects.requireNonNull(arguments.lock()));
    Pins locked = PinFile.read(file);
    try (Engine engine = Engines.open(arguments, environment)) {
      List<AgentChange> changes =
          AgentChange.between(
              AgentChange.locked(locked), AgentChange.found(engine.registry().list()));
      if (arguments.json()) {
        changes.forEach(change -> console.line(Json.object(change::write)));
      } else {
        changes.forEach(change -> console.line(change.line()));
        console.line(summary(changes, locked, file));
      }
      Findings findings = Findings.of(engine.registry().diagnostics());
      if (findings.errors() > 0) {
        console.error(findings + ": see lint");
      }
      return changes.isEmpty() ? Main.CLEAN : Main.TROUBLE;
    }
  }

  private static String summary(List<AgentChange> changes, Pins locked, Path file) {
    String name = SafeText.escape(file.toString());
    if (changes.isEmpty()) {
      int agents = locked.versions().size();
      return "%s as locked in '%s'".formatted(Words.count(agents, "agent"), name);
    }
    return "%d added, %d changed, %d removed since '%s' was written"
        .formatted(
            count(changes, Kind.ADDED),
            count(changes, Kind.CHANGED),
            count(changes, Kind.REMOVED),
            name);
  }

  private static long count(List<AgentChange> changes, Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }
}
