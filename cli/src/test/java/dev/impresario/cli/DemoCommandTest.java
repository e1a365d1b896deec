package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

  @TempDir Path directory;

  @Test
  void demo_ofBundledAgents_goesTheWholeWay() {
    Run run = Run.of("demo");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "Found 9 agents in ",
            "ID ",
            "data-engineer",
            "version-control",
            "Checked: no findings",
            "cold:   9 prompts in ",
            " ms, hit rate 0 %",
            "cached: 9 prompts in ",
            " ms, hit rate 100 %",
            "Delegated to 'documentation' in ",
            "reply: dry-run: no model is configured",
            "Delegated to 'qa' in ",
            "reply: dry-run: no model is configured",
            "Delegated to 'security' in ",
            "reply: dry-run: no model is configured");
  }

  @Test
  void demo_ofDirectory_takesItsFirstThreeAgents() {
    Folder agents = new Folder(directory);
    List.of("d", "c", "b", "a").forEach(agents::withAgent);
    agents.with("broken.md", "---\nname: broken\n");

    Run run = Run.of("demo", agents.toString());

    assertThat(run.out())
        .containsSubsequence(
            "Found 4 agents in ",
            "Checked: 1 error",
            "broken.md:1",
            "Delegated to 'a' in ",
            "Delegated to 'b' in ",
            "Delegated to 'c' in ")
        .doesNotContain("Delegated to 'd'");
    assertThat(run.status()).isZero();
  }

  @Test
  void demo_ofEmptyDirectory_isTrouble() {
    Run run = Run.of("demo", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).startsWith("Found 0 agents in ");
    assertThat(run.err())
        .isEqualTo("impresario: no agent to hand a task to; name a directory that holds agents\n");
  }

  @Test
  void demoJson_writesOneObjectForEachStep() {
    Run run = Run.of("demo", "--json");

    assertThat(run.objects())
        .extracting(step -> step.get("step").getAsString())
        .containsExactly("find", "load", "load", "delegate", "delegate", "delegate");
    assertThat(run.objects().get(0).get("agents").getAsJsonArray()).hasSize(9);
    assertThat(run.objects().get(2).get("hitRate").getAsDouble()).isEqualTo(1);
    assertThat(run.objects().get(3).get("reply").getAsString())
        .startsWith("dry-run: no model is configured");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 200})
  void demo_onATerminal_fitsTheWidth(int columns) {
    Run run = Run.in(Run.terminal(columns), "demo");

    assertThat(run.lines())
        .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(columns));
  }
}
