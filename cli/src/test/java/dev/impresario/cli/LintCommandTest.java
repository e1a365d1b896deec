package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
  private static final String NOT_CLOSED = "---\nname: broken\n";

  @TempDir Path directory;
  private Folder agents;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory);
  }

  @Test
  void lint_ofGoodFolder_findsNothing() {
    agents.withAgent("qa").withAgent("ops");

    Run run = Run.of("lint", agents.toString());

    assertThat(run).isEqualTo(new Run(0, "2 agents, no findings\n", ""));
  }

  @Test
  void lint_ofError_endsWithStatus1() {
    agents.withAgent("qa").with("broken.md", NOT_CLOSED);

    Run run = Run.of("lint", agents.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).hasSize(2).last().isEqualTo("1 agent, 1 error");
    assertThat(run.lines().get(0)).startsWith(agents + "/broken.md:1").contains(": error [");
  }

  @Test
  void lint_ofWarningsAlone_isClean() {
    agents.withAgent("qa").with("README.md", "Hello\n");

    Run run = Run.of("lint", agents.toString());

    assertThat(run.status()).isZero();
    assertThat(run.lines()).last().isEqualTo("1 agent, 1 warning");
    assertThat(run.lines().get(0)).contains("README.md:1: warning [not-an-agent]");
  }

  @Test
  void lintJson_ofError_writesOneObjectWithTheFields() {
    agents.withAgent("qa").with("sub/broken.md", NOT_CLOSED);

    Run run = Run.of("lint", "--json", agents.toString());

    assertThat(run.status()).isEqualTo(1);
    JsonObject finding = run.objects().get(0);
    assertThat(run.objects()).hasSize(1);
    assertThat(finding.keySet())
        .containsExactly("path", "line", "column", "severity", "code", "message", "hint");
    assertThat(finding.get("path").getAsString()).isEqualTo("sub/broken.md");
    assertThat(finding.get("line").getAsInt()).isEqualTo(1);
    assertThat(finding.get("severity").getAsString()).isEqualTo("error");
  }

  @Test
  void lintJson_ofGoodFolder_writesNothing() {
    agents.withAgent("qa");

    assertThat(Run.of("lint", "--json", agents.toString())).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void lint_ofHostileNames_neverPrintsThemRaw() {
    agents
        .with("esc\u001b[31m.md", NOT_CLOSED)
        .with("new\nline.md", NOT_CLOSED)
        .with("name.md", "---\nname: \"a\\u001bb\"\ndescription: d\n---\n");

    Run text = Run.of("lint", agents.toString());
    Run json = Run.of("lint", "--json", agents.toString());

    assertThat(text.out())
        .doesNotContain("\u001b")
        .contains("esc\\u001b[31m.md", "new\\u000aline.md");
    assertThat(text.lines()).hasSize(4);
    assertThat(json.out()).doesNotContain("\u001b");
    assertThat(json.objects())
        .extracting(finding -> finding.get("path").getAsString())
        .containsExactly("esc\u001b[31m.md", "name.md", "new\nline.md");
  }

  @Test
  void lint_onATerminal_paintsErrorsRed() {
    agents.with("broken.md", NOT_CLOSED);

    Run run = Run.in(Run.terminal(80), "lint", agents.toString());

    assertThat(run.lines().get(0)).startsWith("\u001b[31m").endsWith("\u001b[0m");
  }
}
