package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.Health;
import dev.impresario.PerformanceBudget;
import dev.impresario.Scope;
import dev.impresario.Subscription;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on monitoring shows. */
class DocumentedMonitoringTest {
  @TempDir private Path directory;

  @Test
  void anEngine_isMeasured_watchedAndAskedHowItIs() throws Exception {
    Files.writeString(directory.resolve("qa.md"), "---\nname: qa\ndescription: T.\n---\nTest.\n");
    List<String> pager = new ArrayList<>();
    var lines = new ArrayList<String>();
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()))
            .build()) {
      engine.delegate(Task.of("qa", "Test the login"));

      // tag::watch[]
      Subscription slow =
          engine
              .monitor()
              .watch(
                  PerformanceBudget.p95("delegation", Duration.ofSeconds(20)),
                  alert -> pager.add(alert.toString()));

      lines.add(engine.monitor().report().text());
      for (Health.Part part : engine.health().parts()) {
        lines.add("%s: %s, %s".formatted(part.name(), part.status(), part.reason()));
      }
      // end::watch[]
      slow.close();
    }
    assertThat(pager).isEmpty();
    assertThat(String.join("\n", lines))
        .contains("delegation{agent=qa}", "registry: UP, 1 agent on offer", "tasks: UP, ");
  }
}
