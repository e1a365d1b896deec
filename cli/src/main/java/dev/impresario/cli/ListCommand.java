package dev.impresario.cli;

import dev.impresario.AgentDefinition;
import dev.impresario.Engine;
import dev.impresario.ImpresarioException;
import dev.impresario.Registry;
import java.util.List;

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
      return arguments.json() ? printJson(agents, registry) : printTable(agents, registry);
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

  private int printJson(List<ListedAgent> agents, Registry registry) {
    int status = Main.CLEAN;
    // one by one: however many agents there are, only the prompt cache holds prompts
    for (ListedAgent agent : agents) {
      status = Math.max(status, printJson(agent, registry));
    }
    return status;
  }

  private int printJson(ListedAgent agent, Registry registry) {
    if (agent.shadowed()) {
      console.line(Json.object(json -> Json.agent(json, agent.metadata(), null, true)));
      return Main.CLEAN;
    }
    try {
      AgentDefinition loaded = registry.load(agent.metadata().id());
      console.line(
          Json.object(json -> Json.agent(json, loaded.metadata(), loaded.prompt(), false)));
      return Main.CLEAN;
    } catch (ImpresarioException e) {
      console.line(Json.object(json -> Json.agent(json, agent.metadata(), null, false)));
      console.error(e.getMessage());
      return Main.TROUBLE;
    }
  }
}
