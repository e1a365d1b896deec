package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path directory;
  private Folder project;
  private Folder user;

  @BeforeEach
  void makeFolders() {
    project = new Folder(directory.resolve("project")).withAgent("qa");
    user = new Folder(directory.resolve("user")).withAgent("qa");
  }

  @Test
  void explain_ofTwoCandidates_saysWhoWinsAndWhy() {
    Run run = Run.of("explain", "qa", project.toString(), "--user", user.toString());

    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .startsWith(
            "qa: 2 candidates",
            "  %s/qa.md (project, claude) wins: scope project comes before scope user (project-first)"
                .formatted(project),
            "  %s/qa.md (user, claude) shadowed: scope project comes before scope user (project-first)"
                .formatted(user));
  }

  @Test
  void explain_ofOneCandidate_saysThatItIsAlone() {
    Run run = Run.of("explain", "qa", project.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                qa: 1 candidate
                  %s/qa.md (project, claude) wins: nothing else offers this id
                """
                    .formatted(project),
                ""));
  }

  @Test
  void explainJson_writesAnObjectForEachCandidateAndFinding() {
    Run run = Run.of("explain", "--json", "qa", project.toString(), "--user=" + user);

    assertThat(run.objects().get(0).keySet())
        .containsExactly(
            "id", "format", "scope", "source", "path", "version", "shadowed", "refused", "reason");
    assertThat(run.objects().subList(0, 2))
        .extracting(
            candidate -> candidate.get("source").getAsString(),
            candidate -> candidate.get("shadowed").getAsBoolean())
        .containsExactly(tuple(project.toString(), false), tuple(user.toString(), true));
    assertThat(run.objects().subList(2, run.objects().size()))
        .allSatisfy(finding -> assertThat(finding.has("severity")).isTrue());
  }

  @Test
  void explain_ofUnknownId_namesTheNearest() {
    Run run = Run.of("explain", "qx", project.toString());

    assertThat(run)
        .isEqualTo(
            new Run(1, "", "impresario: no agent 'qx'; did you mean 'qa'? 1 agent is on offer\n"));
  }

  @Test
  void explain_ofUnreadableFile_saysWhatIsWrongWithIt() {
    project.with("ops.md", "---\nname: ops\n");

    Run run = Run.of("explain", "ops", project.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).hasSize(1).first().asString().contains("ops.md:1").contains("error [");
    assertThat(run.err()).isEqualTo("impresario: no agent 'ops'; 1 agent is on offer\n");
  }
}
