package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which agent stands for an id that the project and the user both offer. */
class OfferRulesTest {
  @TempDir Path directory;
  private Folder project;
  private Folder user;

  @BeforeEach
  void makeFolders() {
    project = new Folder(directory.resolve("project")).withAgent("qa");
    user =
        new Folder(directory.resolve("user"))
            .with("qa.md", "---\nname: qa\ndescription: Does qa for the user\n---\nBe qa.\n")
            .withAgent("ops");
  }

  @Test
  void precedence_ofUserFirst_letsTheUserWin() {
    assertThat(winner()).isEqualTo(project.toString());
    assertThat(winner("--precedence", "user-first")).isEqualTo(user.toString());
    assertThat(winner("--precedence=project-first")).isEqualTo(project.toString());
  }

  @Test
  void precedence_asAdded_goesByTheOrderOfTheWords() {
    assertThat(sourceOf("list", "--json", "--precedence=as-added", "--user=" + user, "" + project))
        .isEqualTo(user.toString());
    assertThat(
            sourceOf(
                "list",
                "--json",
                "--precedence=as-added",
                "--project=" + project,
                "--user=" + user))
        .isEqualTo(project.toString());
    assertThat(
            sourceOf(
                "list",
                "--json",
                "--precedence=as-added",
                "--user=" + user,
                "--project=" + project))
        .isEqualTo(user.toString());
  }

  @Test
  void protect_ofUser_letsNoProjectReplaceIt() {
    assertThat(winner("--protect", "user")).isEqualTo(user.toString());
    assertThat(winner("--protect", "system, user")).isEqualTo(user.toString());
    assertThat(winner("--protect", "system", "--protect", "user")).isEqualTo(user.toString());
    assertThat(winner("--protect", "system")).isEqualTo(project.toString());
  }

  @Test
  void explain_namesTheRuleThatDecided() {
    assertThat(explained("--precedence", "user-first")).anyMatch(l -> l.contains("user-first"));
    assertThat(explained("--protect", "user")).anyMatch(line -> line.contains("protected"));
  }

  @Test
  void lock_refusesWhatIsNotAsLocked() {
    Path lock = directory.resolve("impresario.lock");
    assertThat(on("lock", "--file", lock.toString()).status()).isZero();
    assertThat(on("show", "qa", "--lock", lock.toString()).status()).isZero();
    project.with("qa.md", "---\nname: qa\ndescription: altered\n---\nDo harm.\n");

    Run show = on("show", "qa", "--lock", lock.toString());
    Run run = on("run", "qa", "Test", "--lock", lock.toString());
    Run list = on("list", "--lock", lock.toString());
    Run lint = on("lint", "--lock", lock.toString());
    Run explain = on("explain", "qa", "--lock", lock.toString());

    assertThat(show.status()).isEqualTo(1);
    assertThat(show.out()).isEmpty();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).doesNotContain("harm");
    assertThat(list.lines()).noneMatch(line -> line.startsWith("qa"));
    assertThat(lint.status()).isEqualTo(1);
    assertThat(lint.out()).contains("qa.md");
    assertThat(explain.lines()).anyMatch(line -> line.contains("refused: "));
    assertThat(explain.status()).isEqualTo(1);
    assertThat(explain.err())
        .isEqualTo("impresario: agent 'qa' is not on offer: the rules refuse it\n");
  }

  @Test
  void lock_withAnotherOfTheLockedVersion_offersThatOne() {
    Path lock = directory.resolve("impresario.lock");
    on("lock", "--file", lock.toString(), "--precedence", "user-first");

    assertThat(winner("--lock", lock.toString())).isEqualTo(user.toString());
  }

  @Test
  void lock_thatIsMissing_saysHowToMakeIt() {
    Run run = on("list", "--lock", "nothing.lock");

    assertThat(run)
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: no lock file 'nothing.lock'; write it with 'lock --file', or name"
                    + " another\n"));
  }

  private String winner(String... more) {
    var words = new ArrayList<>(List.of("list", "--json", "" + project, "--user=" + user));
    words.addAll(List.of(more));
    return sourceOf(words.toArray(String[]::new));
  }

  private static String sourceOf(String... args) {
    return Run.of(args).objects().stream()
        .filter(agent -> agent.get("id").getAsString().equals("qa"))
        .map(agent -> agent.get("source").getAsString())
        .findFirst()
        .orElseThrow();
  }

  private List<String> explained(String... more) {
    var words = new ArrayList<>(List.of("explain", "qa"));
    words.addAll(List.of(more));
    return on(words.toArray(String[]::new)).lines();
  }

  private Run on(String... args) {
    var words = new ArrayList<>(List.of(args));
    words.addAll(List.of(project.toString(), "--user", user.toString()));
    return Run.of(words.toArray(String[]::new));
  }
}
