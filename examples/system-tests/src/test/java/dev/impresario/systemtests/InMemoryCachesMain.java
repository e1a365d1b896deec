package dev.impresario.systemtests;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.time.Duration;
import java.util.Map;

/** Uses the cache in memory with and without a time limit, for {@link NativeImageTest} to watch. */
final class InMemoryCachesMain {
  private InMemoryCachesMain() {}

  public static void main(String[] args) {
    use(Impresario.builder());
    use(Impresario.builder().promptTimeToLive(Duration.ofHours(1)));
  }

  private static void use(Impresario.Builder builder) {
    try (Engine engine =
        builder
            .cache("inmemory", Map.of())
            .source(Scope.PROJECT, new ShelfSource(1))
            .watch(false)
            .build()) {
      engine.registry().list().forEach(agent -> engine.registry().load(agent.id()));
    }
  }
}
