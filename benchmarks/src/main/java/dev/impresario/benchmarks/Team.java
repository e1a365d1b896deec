package dev.impresario.benchmarks;

import dev.impresario.Agent;
import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** An engine with one agent, which is some code, and as many slots as a baseline has threads. */
final class Team implements AutoCloseable {
  private static final String AGENT = "agent-00000";

  private final Folder folder;
  final Engine engine;

  private Team(int slots, Duration ageing, Agent agent) throws IOException {
    folder = Folder.of(1, 1_000);
    engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
            .cache("inmemory", Map.of())
            .runtime(definition -> agent)
            .concurrency(slots)
            .ageing(ageing)
            .build();
  }

  static Team of(int slots, Duration ageing, Agent agent) throws IOException {
    return new Team(slots, ageing, agent);
  }

  static Task task(String input) {
    return Task.of(AGENT, input);
  }

  @Override
  public void close() throws IOException {
    engine.close();
    folder.close();
  }
}
