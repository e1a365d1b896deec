package dev.impresario.benchmarks;

import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.nio.file.Path;
import java.util.Map;

/** Begins engines over a folder, without a watcher that would work beside them. */
final class Engines {
  private Engines() {}

  static Impresario.Builder over(Path directory) {
    return Impresario.builder()
        .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()))
        .cache("inmemory", Map.of()) // which one is the default depends on the class path
        .watch(false)
        .runtime(definition -> (task, context) -> Reply.of("done"));
  }
}
