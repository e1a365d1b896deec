package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTableTest {
  private static final String WORDS = "Reviews what was changed and says what it means. ";

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 200})
  void print_ofLongAndOddTexts_fitsTheWidth(int columns) {
    List<ListedAgent> agents =
        List.of(
            agent("a".repeat(300), WORDS.repeat(20), "claude-" + "x".repeat(90)),
            agent("short", "漢字".repeat(200), "sonnet"),
            agent("smile", "😀 é\u0301 👩‍👧 ".repeat(100), "opus"),
            agent("esc", "\u001b[2J\u0007".repeat(100), "\u001b]0;title\u0007"),
            agent("none", "", "haiku"));

    List<String> lines = print(columns, agents);

    assertThat(lines)
        .hasSize(6)
        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(columns));
    assertThat(String.join("", lines)).doesNotContain("\u001b", "\u0007", "\u200d");
  }

  @Test
  void print_at40Columns_leavesOutWhatIsLeastNeeded() {
    List<String> lines = print(40, List.of(agent("code-reviewer", WORDS, "sonnet")));

    assertThat(lines)
        .containsExactly("ID             DESCRIPTION", "code-reviewer  Reviews what was changed…");
  }

  @Test
  void print_at60Columns_keepsTheModel() {
    List<String> lines = print(60, List.of(agent("code-reviewer", WORDS, "sonnet")));

    assertThat(lines)
        .containsExactly(
            "ID             MODEL   DESCRIPTION",
            "code-reviewer  sonnet  Reviews what was changed and says wh…");
  }

  @Test
  void print_ofAShadowedAgentInColours_dimsItsRow() {
    var out = new ByteArrayOutputStream();
    var console = console(out, new Environment(Path.of(""), Path.of(""), 80, true, 0));

    new AgentTable(console).print(List.of(new ListedAgent(metadata("qa", "d", "m"), true)));
    console.flush();

    assertThat(out.toString(UTF_8))
        .contains("\n\u001b[2m(qa)  m      Read, Bash(git log)  d\u001b[0m\n");
  }

  @Test
  void tools_ofEachKindOfGrant_areSaid() {
    assertThat(AgentTable.tools(ToolGrant.inherit())).isEqualTo("inherit");
    assertThat(AgentTable.tools(ToolGrant.of(List.of()))).isEqualTo("none");
    assertThat(AgentTable.tools(ToolGrant.of(List.of("Read", "Edit")))).isEqualTo("Read, Edit");
    assertThat(AgentTable.tools(ToolGrant.inherit().without(List.of("Bash"))))
        .isEqualTo("inherit without Bash");
  }

  private static List<String> print(int columns, List<ListedAgent> agents) {
    var out = new ByteArrayOutputStream();
    var console = console(out, new Environment(Path.of(""), Path.of(""), columns, false, 0));
    new AgentTable(console).print(agents);
    console.flush();
    return out.toString(UTF_8).lines().toList();
  }

  private static Console console(OutputStream out, Environment environment) {
    return new Console(out, OutputStream.nullOutputStream(), environment);
  }

  private static ListedAgent agent(String id, String description, String model) {
    return new ListedAgent(metadata(id, description, model), false);
  }

  private static AgentMetadata metadata(String id, String description, String model) {
    return new AgentMetadata(
        id,
        id,
        description,
        null,
        Set.of(),
        ToolGrant.of(List.of("Read", "Bash(git log)")),
        model,
        Map.of(),
        new Origin("agents", Scope.PROJECT, "claude", id + ".md"),
        "0".repeat(64),
        false);
  }
}
