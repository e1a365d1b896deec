package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.AgentMetadata;
import dev.impresario.AgentNotFoundException;
import dev.impresario.Engine;
import dev.impresario.Origin;
import dev.impresario.Registry;
import dev.impresario.Resolution;
import dev.impresario.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shows who offers an id, who wins and why. */
final class ExplainCommand {
  private final Console console;
  private final Environment environment;

  ExplainCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    try (Engine engine = Engines.open(arguments, environment)) {
      Registry registry = engine.registry();
      Resolution resolution = registry.explain(arguments.id());
      if (arguments.json()) {
        printJson(resolution);
      } else {
        print(resolution);
      }
      if (resolution.winner().isPresent()) {
        return Main.CLEAN;
      }
      console.error(
          resolution.candidates().isEmpty()
              ? notFound(resolution.id(), registry)
              : "agent '%s' is not on offer: the rules refuse it".formatted(resolution.id()));
      return Main.TROUBLE;
    }
  }

  private void print(Resolution resolution) {
    List<Resolution.Candidate> candidates = resolution.candidates();
    if (!candidates.isEmpty()) {
      String count = Words.count(candidates.size(), "candidate");
      console.line(console.bold(SafeText.escape(resolution.id()) + ": " + count));
    }
    for (Resolution.Candidate candidate : candidates) {
      Origin origin = candidate.metadata().origin();
      console.line(
          "  %s (%s, %s) %s"
              .formatted(
                  origin.place(),
                  Words.word(origin.scope()),
                  SafeText.escape(origin.format()),
                  SafeText.escape(candidate.reason())));
    }
    LintCommand.print(console, resolution.diagnostics());
  }

  private void printJson(Resolution resolution) {
    List<Resolution.Candidate> shadowed = resolution.shadowed();
    for (Resolution.Candidate candidate : resolution.candidates()) {
      boolean isShadowed = shadowed.contains(candidate);
      console.line(Json.object(json -> write(json, candidate, isShadowed)));
    }
    LintCommand.printJson(console, resolution.diagnostics());
  }

  private static void write(JsonWriter json, Resolution.Candidate candidate, boolean shadowed)
      throws IOException {
    AgentMetadata metadata = candidate.metadata();
    json.name("id").value(metadata.id());
    json.name("format").value(metadata.origin().format());
    json.name("scope").value(Words.word(metadata.origin().scope()));
    json.name("source").value(metadata.origin().source());
    json.name("path").value(metadata.origin().path());
    json.name("version").value(metadata.version());
    json.name("shadowed").value(shadowed);
    json.name("refused").value(candidate.refused());
    json.name("reason").value(candidate.reason());
  }

  private static String notFound(String id, Registry registry) {
    var offered = new ArrayList<String>();
    registry.list().forEach(metadata -> offered.add(metadata.id()));
    return String.valueOf(new AgentNotFoundException(id, offered).getMessage());
  }
}
