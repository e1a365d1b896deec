package dev.impresario.examples.quickstart;

import dev.impresario.AgentQuery;
import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import java.util.Map;

/** Finds the agents of a directory and gives one of them a task. */
public final class Quickstart {

  private Quickstart() {}

  /** Takes the directory; without one, {@code .claude/agents}. */
  public static void main(String[] args) throws InterruptedException {
    String directory = args.length > 0 ? args[0] : ".claude/agents";
    // tag::first-lines[]
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", directory))
            .build()) {
      engine.registry().diagnostics().forEach(System.out::println);
      engine.registry().list(AgentQuery.all().withTool("Grep")).forEach(System.out::println);

      TaskResult result = engine.delegate(Task.of("code-reviewer", "Review the diff"));
      System.out.println(result.text());
    }
    // end::first-lines[]
  }
}
