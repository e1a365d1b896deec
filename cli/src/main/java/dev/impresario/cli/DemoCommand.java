package dev.impresario.cli;

import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.ImpresarioException;
import dev.impresario.PromptCacheStats;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Goes the whole way once: finds, lists, checks, loads cold and cached, and delegates. */
final class DemoCommand {
  // The hyphens matter: as a package name, the folder would be hidden by the module system.
  static final String BUNDLED = "impresario-demo-agents";
  private static final List<Task> BUNDLED_TASKS =
      List.of(
          Task.of("documentation", "Write the release notes of version 1.2 from its commits"),
          Task.of("qa", "Say which paths of the login form no test covers"),
          Task.of("security", "Review how the session cookie is set"));

  private static final int TASKS = 3;
  private static final String INPUT = "Say what you do, and what you must know before you begin";

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  int run(Arguments arguments) throws InterruptedException {
    DemoReport report = arguments.json() ? new DemoJson(console) : new DemoText(console);
    boolean bundled = arguments.directories().isEmpty();
    long start = System.nanoTime();
    try (Engine engine = Engines.demonstrating(arguments, BUNDLED)) {
      List<AgentMetadata> agents = engine.registry().list();
      report.found(agents, engine.registry().diagnostics(), System.nanoTime() - start);
      report.loaded(load(engine, agents, "cold"));
      report.loaded(load(engine, agents, "cached"));
      if (agents.isEmpty()) {
        console.error("no agent to hand a task to; name a directory that holds agents");
        return Main.TROUBLE;
      }
      return delegate(engine, bundled ? BUNDLED_TASKS : tasksFor(agents), report);
    }
  }

  private LoadPass load(Engine engine, List<AgentMetadata> agents, String name) {
    PromptCacheStats before = engine.prompts().stats();
    int loaded = 0;
    long start = System.nanoTime();
    for (AgentMetadata agent : agents) {
      try {
        engine.registry().load(agent.id());
        loaded++;
      } catch (ImpresarioException e) {
        console.error(e.getMessage());
      }
    }
    return LoadPass.between(
        before, engine.prompts().stats(), name, loaded, System.nanoTime() - start);
  }

  private static List<Task> tasksFor(List<AgentMetadata> agents) {
    var tasks = new ArrayList<Task>();
    for (AgentMetadata agent : agents.subList(0, Math.min(TASKS, agents.size()))) {
      tasks.add(Task.of(agent.id(), INPUT));
    }
    return tasks;
  }

  private static int delegate(Engine engine, List<Task> tasks, DemoReport report)
      throws InterruptedException {
    int status = Main.CLEAN;
    for (Task task : tasks) {
      TaskResult result = engine.delegate(task);
      report.delegated(result);
      if (result instanceof TaskResult.Failure) {
        status = Main.TROUBLE;
      }
    }
    return status;
  }
}
