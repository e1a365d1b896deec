package dev.impresario.cli;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.ImpresarioException;
import dev.impresario.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the agents. */
final class ListCommand {
  private final Console console;
  private final Environment environment;

  ListCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    try (Engine engine = Engines.open(arguments, environment)) {
      Registry registry = engine.registry();
      List<ListedAgent> agents = ListedAgent.of(registry, arguments.all());
      return arguments.json()
          ? printJson(agents, registry, arguments.formats())
          : printTable(agents, registry);
    }
  }

  private int printTable(List<ListedAgent> agents, Registry registry) {
    new AgentTable(console).print(agents);
    console.line(counts(agents));
    Findings findings = Findings.of(registry.diagnostics());
    if (findings.errors() + findings.warnings() > 0) {
      console.line(findings + ": see lint");
    }
    return Main.CLEAN;
  }

  private static String counts(List<ListedAgent> agents) {
    int shadowed = 0;
    for (ListedAgent agent : agents) {
      shadowed += agent.shadowed() ? 1 : 0;
    }
    String count = Words.count(agents.size() - shadowed, "agent");
    return shadowed == 0 ? count : count + ", " + shadowed + " shadowed";
  }

  private int printJson(List<ListedAgent> agents, Registry registry, List<String> formats) {
    int status = Main.CLEAN;
    Findings findings = Findings.of(registry.diagnostics());
    if (findings.errors() > 0) {
      console.error(findings + ": see lint"); // not on standard output, which is for programs
    }
    try (var shadowed = new ShadowedAgents(formats)) {
      // one by one: however many agents there are, only the prompt cache holds prompts
      for (ListedAgent agent : agents) {
        status = Math.max(status, printJson(agent, registry, shadowed));
      }
    }
    return status;
  }

  private int printJson(ListedAgent agent, Registry registry, ShadowedAgents shadowed) {
    AgentMetadata metadata = agent.metadata();
    try {
      AgentDefinition loaded =
          agent.shadowed() ? shadowed.load(metadata) : registry.load(metadata.id());
      printJson(loaded.metadata(), loaded.prompt(), agent.shadowed());
      return Main.CLEAN;
    } catch (ImpresarioException e) {
      printJson(metadata, null, agent.shadowed());
      console.error(e.getMessage());
      return Main.TROUBLE;
    }
  }

  private void printJson(AgentMetadata metadata, @Nullable String prompt, boolean shadowed) {
    console.line(Json.object(json -> Json.agent(json, metadata, prompt, shadowed)));
  }
}
