package dev.impresario.cli;

import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.Pins;
import dev.impresario.SafeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Writes down which agents are on offer, and in which versions. */
final class LockCommand {
  private final Console console;
  private final Environment environment;

  LockCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  /** Files with errors offer no agent to be locked, which is said, but keeps nobody from it. */
  int run(Arguments arguments) {
    Path file = environment.project().resolve(Objects.requireNonNull(arguments.lock()));
    try (Engine engine = Engines.open(arguments, environment)) {
      List<AgentMetadata> agents = engine.registry().list();
      PinFile.write(file, Pins.of(agents));
      print(file, agents.size(), arguments.json());
      Findings findings = Findings.of(engine.registry().diagnostics());
      if (findings.errors() > 0) {
        console.error(findings + ": see lint; what cannot be read is not locked");
      }
      return Main.CLEAN;
    }
  }

  private void print(Path file, int agents, boolean asJson) {
    console.line(
        asJson
            ? Json.object(
                json -> {
                  json.name("file").value(file.toString());
                  json.name("agents").value(agents);
                })
            : "%s locked in '%s'"
                .formatted(Words.count(agents, "agent"), SafeText.escape(file.toString())));
  }
}
