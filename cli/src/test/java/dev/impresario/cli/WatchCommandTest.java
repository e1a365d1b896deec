package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatchCommandTest {
  private static final String NOT_CLOSED = "---\nname: broken\n";

  @TempDir Path directory;
  private Folder agents;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory.resolve("agents")).withAgent("qa");
  }

  @Test
  void watch_firstSaysHowManyAgentsThereAre() throws Exception {
    agents.with("README.md", "Hello\n");

    try (var watching = Watching.start("watch", agents.toString())) {
      assertThat(watching.line()).isEqualTo("watching 1 agent, 1 warning; Ctrl-C ends it");
    }
  }

  @Test
  void watch_ofAgentsThatComeChangeAndGo_tellsOfEach() throws Exception {
    try (var watching = Watching.start("watch", agents.toString())) {
      watching.line();

      agents.with("sub/ops.md", "---\nname: ops\ndescription: Does ops\n---\n");
      String added = watching.line();
      agents.with("qa.md", "---\nname: qa\ndescription: Does more\n---\n");
      String changed = watching.line();
      Files.delete(agents.path().resolve("sub/ops.md"));
      String removed = watching.line();

      assertThat(added).isEqualTo("+ ops  %s/sub/ops.md".formatted(agents));
      assertThat(changed)
          .matches("~ qa  \\Q%s/qa.md\\E \\([0-9a-f]{12} → [0-9a-f]{12}\\)".formatted(agents));
      assertThat(removed).isEqualTo("- ops");
    }
  }

  @Test
  void watch_ofFindingThatComesAndGoes_tellsOfIt() throws Exception {
    try (var watching = Watching.start("watch", agents.toString())) {
      watching.line();

      agents.with("broken.md", NOT_CLOSED);
      String came = watching.line();
      Files.delete(agents.path().resolve("broken.md"));
      String went = watching.line();

      assertThat(came)
          .startsWith("%s/broken.md:1: error [front-matter-unclosed] ".formatted(agents));
      assertThat(went).isEqualTo("no more: " + came);
    }
  }

  @Test
  void watchJson_writesNothingButObjects() throws Exception {
    try (var watching = Watching.start("watch", "--json", agents.toString())) {
      watching.awaitError("watching 1 agent, no findings; Ctrl-C ends it\n");

      agents.withAgent("ops");
      JsonObject added = JsonParser.parseString(watching.line()).getAsJsonObject();
      agents.with("broken.md", NOT_CLOSED);
      JsonObject finding = JsonParser.parseString(watching.line()).getAsJsonObject();

      assertThat(added.keySet())
          .containsExactly(
              "change", "id", "source", "path", "before", "version", "formatBefore", "format");
      assertThat(added.get("change").getAsString()).isEqualTo("added");
      assertThat(added.get("id").getAsString()).isEqualTo("ops");
      assertThat(finding.keySet())
          .containsExactly(
              "change", "path", "line", "column", "severity", "code", "message", "hint");
      assertThat(finding.get("change").getAsString()).isEqualTo("finding");
      assertThat(finding.get("path").getAsString()).isEqualTo("broken.md");
    }
  }

  @Test
  void watch_withNobodyReading_endsQuietly() throws Exception {
    try (var watching = Watching.start("watch", agents.toString())) {
      watching.line();

      watching.closePipe();
      agents.withAgent("ops");

      assertThat(watching.await()).isEqualTo(Main.PIPE_CLOSED);
      assertThat(watching.err()).isEmpty();
    }
  }

  @Test
  void watch_ofMissingDirectory_isWrongUsage() {
    assertThat(Run.of("watch", "nowhere").status()).isEqualTo(Main.WRONG_USAGE);
  }
}
