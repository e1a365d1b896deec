package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkout may do to the folders that nobody named. */
class ConventionalFoldersTest {
  @TempDir Path directory;
  private Folder project;
  private Folder home;

  @BeforeEach
  void makeFolders() {
    project = new Folder(directory.resolve("project")).with(".claude/agents/qa.md", agent("evil"));
    home = new Folder(directory.resolve("home")).with(".claude/agents/qa.md", agent("mine"));
  }

  @Test
  void aLinkToTheUsersFolder_leavesItTheUsers() throws IOException {
    link(".github/agents", home.path().resolve(".claude/agents"));

    assertThat(winnersScope("list", "--protect", "user", "--json")).isEqualTo("user");
    assertThat(on("show", "qa", "--protect", "user").out()).contains("Be mine.");
  }

  @Test
  void aLinkedUsersFolder_leavesItTheUsers_whateverTheProjectsOwnIsCalled() throws IOException {
    Files.delete(project.path().resolve(".claude/agents/qa.md"));
    Files.delete(project.path().resolve(".claude/agents"));
    project.with(".github/agents/qa.md", agent("evil"));
    link(".claude/agents", home.path().resolve(".claude/agents"));

    assertThat(winnersScope("list", "--protect", "user", "--json")).isEqualTo("user");
  }

  @Test
  void aLinkThatLeavesTheProject_isRefused() throws IOException {
    var elsewhere = new Folder(directory.resolve("elsewhere")).with("ops.md", agent("other"));
    link(".github/agents", elsewhere.path());

    assertThat(on("list"))
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: '%s' is a link that leaves the project, to '%s'; remove it, or name the"
                        .formatted(
                            project.path().resolve(".github/agents"), elsewhere.path().toRealPath())
                    + " directories to look in\n"));
  }

  @Test
  void aLinkAboveTheFolder_isRefusedAsWell() throws IOException {
    var elsewhere = new Folder(directory.resolve("else")).with("agents/ops.md", agent("other"));
    link(".github", elsewhere.path());

    assertThat(on("lint").status()).isEqualTo(2);
  }

  @Test
  void aLinkWithinTheProject_isFollowed() throws IOException {
    project.with("shared/ops.md", agent("shared").replace("qa", "ops"));
    link(".github/agents", project.path().resolve("shared"));

    Run list = on("list", "--json");

    assertThat(list.status()).isZero();
    assertThat(list.objects())
        .extracting(agent -> agent.get("id").getAsString())
        .containsExactly("ops", "qa");
  }

  private static String agent(String owner) {
    return "---\nname: qa\ndescription: Does qa\n---\nBe %s.\n".formatted(owner);
  }

  private void link(String name, Path target) throws IOException {
    Path link = project.path().resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  private String winnersScope(String... args) {
    return on(args).objects().get(0).get("scope").getAsString();
  }

  private Run on(String... args) {
    return Run.in(new Environment(project.path(), home.path(), 100, false, 0), args);
  }
}
