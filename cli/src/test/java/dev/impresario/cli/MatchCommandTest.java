package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchCommandTest {
  @TempDir Path directory;
  private Folder agents;

  @BeforeEach
  void makeFolder() {
    agents =
        new Folder(directory)
            .with("security.md", agent("security", "Reviews code for security holes in logins"))
            .with("gardener.md", agent("gardener", "Waters roses and cuts the hedge"))
            .with("cook.md", agent("cook", "Writes recipes for soups"));
  }

  @Test
  void match_ofClearWork_namesTheBestAndWhy() {
    Run run = match("Cut the hedge and water the roses");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).first().asString().matches("RANK +ID +SCORE +WHY");
    assertThat(run.lines().get(1))
        .matches("1 +gardener +\\d+\\.\\d\\d +.*\\(description\\).*")
        .contains("roses", "hedge");
    assertThat(run.lines()).last().isEqualTo("decided: gardener");
  }

  @Test
  void match_ofAgentsDescribedAlike_namesThemAndDecidesNothing() {
    agents
        .with("tester-a.md", agent("tester-a", "Tests the checkout of the shop"))
        .with("tester-b.md", agent("tester-b", "Tests the checkout of the shop"));

    Run run = match("Tests the checkout of the shop");

    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .endsWith(
            "described alike: tester-a, tester-b",
            "not decided: none is clearly the best; name one, or say more of the work");
  }

  @Test
  void match_withLimit_showsNoMore() {
    Run run = match("Reviews recipes, roses", "--limit", "1");

    assertThat(run.lines()).hasSize(3);
  }

  @Test
  void match_ofWorkForNobody_saysSo() {
    assertThat(match("zzyzx"))
        .isEqualTo(
            new Run(
                1,
                "",
                "impresario: no agent suits this work; 3 agents on offer, which 'list' shows\n"));
  }

  @Test
  void matchJson_writesAnObjectForEach() {
    Run run = match("Cut the hedge and water the roses", "--json");

    JsonObject best = run.objects().get(0);
    assertThat(best.keySet())
        .containsExactly("rank", "id", "score", "decided", "duplicates", "reasons");
    assertThat(best.get("rank").getAsInt()).isEqualTo(1);
    assertThat(best.get("id").getAsString()).isEqualTo("gardener");
    assertThat(best.get("decided").getAsBoolean()).isTrue();
    assertThat(best.getAsJsonArray("reasons").get(0).getAsJsonObject().keySet())
        .containsExactly("term", "fields");
  }

  @Test
  void matchPrompt_isAListForAModel() {
    Run run = match("Cut the hedge and water the roses", "--prompt", "200");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).first().isEqualTo("- gardener: \"Waters roses and cuts the hedge\"");
  }

  @Test
  void matchPrompt_withoutRoomForOne_saysSo() {
    assertThat(match("Cut the hedge", "--prompt", "1"))
        .isEqualTo(
            new Run(1, "", "impresario: not even one agent fits into 1 tokens; allow more\n"));
  }

  @Test
  void match_ofHostileWords_neverPrintsThemRaw() {
    Run run = match("hedge\u001b[31m roses\u202e");

    assertThat(run.out()).doesNotContain("\u001b", "\u202e");
    assertThat(run.status()).isZero();
  }

  private Run match(String work, String... more) {
    return Run.of(
        Stream.concat(Stream.of("match", work, agents.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static String agent(String name, String description) {
    return "---\nname: %s\ndescription: %s\n---\nBe it.\n".formatted(name, description);
  }
}
