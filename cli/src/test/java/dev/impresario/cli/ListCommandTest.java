package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {
  private static final String REVIEWER =
      """
      ---
      name: reviewer
      description: Reads what was changed
      tools: Read, Grep
      model: sonnet
      tags: [review, code]
      type: checker
      ---
      Read it twice.
      """;

  @TempDir Path directory;
  private Folder agents;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory);
  }

  @Test
  void list_ofTwoAgents_printsTableAndCount() {
    agents.with("reviewer.md", REVIEWER).withAgent("qa");

    Run run = Run.of("list", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                ID        MODEL   TOOLS       DESCRIPTION
                qa        -       inherit     Does qa
                reviewer  sonnet  Read, Grep  Reads what was changed
                2 agents
                """,
                ""));
  }

  @Test
  void list_ofOneAgent_countsIt() {
    agents.withAgent("qa");

    Run run = Run.of("list", agents.toString());

    assertThat(run.lines()).last().isEqualTo("1 agent");
  }

  @Test
  void list_ofEmptyFolder_countsNone() {
    Run run = Run.of("list", agents.toString());

    assertThat(run).isEqualTo(new Run(0, "0 agents\n", ""));
  }

  @Test
  void list_withFindings_namesLint() {
    agents.withAgent("qa").with("broken.md", "---\nname: broken\n").with("README.md", "Hello\n");

    Run run = Run.of("list", agents.toString());

    assertThat(run.lines()).endsWith("1 agent", "1 error, 1 warning: see lint");
  }

  @Test
  void listJson_ofOneAgent_hasTheFieldsInTheirOrder() {
    agents.with("team/reviewer.md", REVIEWER);

    Run run = Run.of("list", "--json", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                {"id":"reviewer","name":"reviewer","description":"Reads what was changed",\
                "type":"checker","specializations":["code","review"],"tools":["Read","Grep"],\
                "model":"sonnet","format":"claude","scope":"project","source":"%s",\
                "path":"team/reviewer.md",\
                "version":"0f462fd22ab7242ce35df1c388abcb9330b832579e36e4f3495ff42c414b1aab",\
                "promptSha256":"e858e5e5070a10033018815de3f38447e402012892bb25b8f9ce7168ee374c42",\
                "promptChars":15,"shadowed":false}
                """
                    .formatted(agents),
                ""));
  }

  @Test
  void listJson_withoutToolsAndModel_writesNull() {
    agents.withAgent("qa");

    JsonObject qa = Run.of("list", "--json", agents.toString()).objects().get(0);

    assertThat(qa.get("tools").isJsonNull()).isTrue();
    assertThat(qa.get("model").isJsonNull()).isTrue();
    assertThat(qa.get("type").isJsonNull()).isTrue();
    assertThat(qa.get("specializations").getAsJsonArray()).isEmpty();
  }

  @Test
  void listJson_ofNoTools_writesAnEmptyList() {
    agents.with("qa.md", "---\nname: qa\ndescription: d\ntools: []\n---\n");

    JsonObject qa = Run.of("list", "--json", agents.toString()).objects().get(0);

    assertThat(qa.get("tools").getAsJsonArray()).isEmpty();
  }

  @Test
  void list_whereTwoFoldersOfferAnId_takesTheFirst() {
    Folder first = new Folder(directory.resolve("first")).withAgent("qa");
    Folder second = new Folder(directory.resolve("second")).withAgent("qa");

    Run run = Run.of("list", "--json", second.toString(), first.toString());

    assertThat(run.objects())
        .singleElement()
        .satisfies(qa -> assertThat(qa.get("source").getAsString()).isEqualTo(second.toString()));
  }

  @Test
  void list_withUserBeforeProject_prefersProject() {
    Folder project = new Folder(directory.resolve("project")).withAgent("qa");
    Folder user = new Folder(directory.resolve("user")).withAgent("qa").withAgent("mine");

    Run run =
        Run.of("list", "--json", "--user", user.toString(), "--project=" + project.toString());

    assertThat(run.objects())
        .extracting(
            agent -> agent.get("id").getAsString(), agent -> agent.get("scope").getAsString())
        .containsExactly(tuple("mine", "user"), tuple("qa", "project"));
  }

  @Test
  void listAll_ofShadowedAgent_marksIt() {
    Folder first = new Folder(directory.resolve("first")).withAgent("qa");
    Folder second = new Folder(directory.resolve("second")).withAgent("qa");

    Run run = Run.of("list", "--all", first.toString(), second.toString());

    assertThat(run.out())
        .isEqualTo(
            """
            ID    MODEL  TOOLS    DESCRIPTION
            qa    -      inherit  Does qa
            (qa)  -      inherit  Does qa
            1 agent, 1 shadowed
            """);
  }

  @Test
  void listAllJson_ofShadowedAgent_followsItsWinner() {
    Folder first = new Folder(directory.resolve("first")).withAgent("qa");
    Folder second = new Folder(directory.resolve("second")).withAgent("qa").withAgent("zoe");

    Run run = Run.of("list", "--all", "--json", first.toString(), second.toString());

    assertThat(run.objects())
        .extracting(
            agent -> agent.get("id").getAsString(),
            agent -> agent.get("source").getAsString(),
            agent -> agent.get("shadowed").getAsBoolean())
        .containsExactly(
            tuple("qa", first.toString(), false),
            tuple("qa", second.toString(), true),
            tuple("zoe", second.toString(), false));
  }

  @Test
  void listAllJson_ofShadowedAgents_hasTheirPromptsToo() {
    Folder first = new Folder(directory.resolve("first")).with("qa.md", named("qa", "1"));
    Folder second =
        new Folder(directory.resolve("second"))
            .with("a.md", named("qa", "22"))
            .with("b {c,*}.md", named("qa", "333"))
            .with("z.md", named("qa", "4444"));

    Run run = Run.of("list", "--all", "--json", first.toString(), second.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.objects())
        .extracting(
            agent -> agent.get("path").getAsString(), agent -> agent.get("promptChars").getAsInt())
        .containsExactly(
            tuple("qa.md", 1), tuple("a.md", 2), tuple("b {c,*}.md", 3), tuple("z.md", 4));
  }

  private static String named(String name, String prompt) {
    return "---\nname: " + name + "\ndescription: d\n---\n" + prompt;
  }

  @Test
  void list_withoutDirectories_looksInTheConventionalOnes() {
    Folder project = new Folder(directory.resolve("project"));
    project.with(".claude/agents/qa.md", REVIEWER).with(".github/agents/ops.agent.md", REVIEWER);
    Folder home = new Folder(directory.resolve("home"));
    home.with(".claude/agents/mine.md", "---\nname: mine\ndescription: d\n---\n")
        .with(".copilot/agents/pilot.agent.md", REVIEWER)
        .with(".claude/skills/law/SKILL.md", "---\nname: law\ndescription: d\n---\n");

    Run run =
        Run.in(
            new Environment(project.path(), home.path(), 100, false, 0),
            "list",
            "--json",
            "--formats=claude,copilot,skill");

    assertThat(run.objects())
        .extracting(agent -> agent.get("id").getAsString() + " " + agent.get("scope").getAsString())
        .containsExactly("law user", "mine user", "ops project", "pilot user", "reviewer project");
  }

  @Test
  void list_inTheHomeDirectoryItself_meetsEachAgentOnce() {
    agents.with(".claude/agents/reviewer.md", REVIEWER);

    Run run = Run.in(new Environment(directory, directory, 100, false, 0), "list", "--all");

    assertThat(run.lines()).last().isEqualTo("1 agent");
  }

  @Test
  void list_whereNothingConventionalIs_saysWhereItLooked() {
    Run run =
        Run.in(
            new Environment(Path.of(""), Path.of("no-home"), 100, false, 0),
            "list",
            "--formats",
            "claude,plain");

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                """
                impresario: no folder of agents; looked for .claude/agents, .claude-pm/agents, \
                .github/agents, no-home/.claude/agents, no-home/.claude-pm/agents, \
                no-home/.copilot/agents; name a directory that holds agents
                """));
  }

  @Test
  void list_withFormats_readsOnlyThose() {
    agents.withAgent("qa").with("law/SKILL.md", "---\nname: law\ndescription: d\n---\n");

    Run run = Run.of("list", "--json", "--formats", "skill", agents.toString());

    assertThat(run.objects())
        .singleElement()
        .satisfies(law -> assertThat(law.get("format").getAsString()).isEqualTo("skill"));
  }

  @Test
  void list_withUnknownFormat_isWrongUsage() {
    Run run = Run.of("list", "--formats", "claud", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: no format provider 'claud'; found [claude, copilot, plain, skill]\n"));
  }

  @Test
  void listJson_ofControlCharacters_escapesThem() {
    agents.with(
        "evil.md",
        "---\nname: evil\ndescription: \"a\\u001b[31m b\\u009bc \\u202e \\ud83d\\ude00\"\n---\n");

    Run run = Run.of("list", "--json", agents.toString());

    assertThat(run.out()).contains("a\\u001b[31m b\\u009bc \\u202e 😀");
    assertThat(run.objects().get(0).get("description").getAsString())
        .isEqualTo("a\u001b[31m b\u009bc \u202e 😀");
  }

  @Test
  void list_ofControlCharacters_escapesThem() {
    agents.with("evil.md", "---\nname: evil\ndescription: \"a\\u001b[31m\\nb\\u202e\"\n---\n");

    Run run = Run.of("list", agents.toString());

    assertThat(run.lines().get(1)).isEqualTo("evil  -      inherit  a\\u001b[31m b\\u202e");
  }

  @Test
  void list_onATerminal_highlightsTheHeadings() {
    agents.withAgent("qa");

    Run run = Run.in(Run.terminal(80), "list", agents.toString());

    assertThat(run.lines().get(0)).isEqualTo("\u001b[1mID  MODEL  TOOLS    DESCRIPTION\u001b[0m");
  }
}
