package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.Subscription;
import dev.impresario.core.Impresario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page on hot reload shows, run: its snippets are the tagged lines here. */
@Timeout(60)
class DocumentedHotReloadTest {
  @TempDir private Path directory;
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void onChange() throws Exception {
    write("qa", "Test it.");
    try (Engine engine = builder().build()) {
      engine.registry().list();
      // tag::on-change[]
      Subscription subscription =
          engine
              .registry()
              .onChange(
                  change -> {
                    change.added().forEach(id -> log.add("new: " + id));
                    change.changed().forEach(id -> log.add("changed: " + id));
                    change.removed().forEach(id -> log.add("gone: " + id));
                  });
      // end::on-change[]
      write("ops", "Run it.");

      assertThat(log.take()).isEqualTo("new: ops");
      subscription.close();
    }
  }

  @Test
  void settings() throws Exception {
    write("qa", "Test it.");
    // tag::settings[]
    Impresario.Builder builder =
        builder()
            .scanInterval(Duration.ofSeconds(30)) // a large tree on a slow network disk
            .quietPeriod(Duration.ofMillis(500)); // files are copied there, slowly
    // end::settings[]

    try (Engine engine = builder.build()) {
      assertThat(engine.registry().find("qa")).isPresent();
    }
  }

  private Impresario.Builder builder() {
    return Impresario.builder()
        .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()));
  }

  private void write(String id, String prompt) throws Exception {
    Files.writeString(
        directory.resolve(id + ".md"),
        "---\nname: %s\ndescription: An agent.\n---\n%s\n".formatted(id, prompt));
  }
}
