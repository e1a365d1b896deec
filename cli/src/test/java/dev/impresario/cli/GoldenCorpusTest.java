package dev.impresario.cli;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Holds what {@code list --json} says of real files equal to what is known of them. */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
class GoldenCorpusTest {
  private static final Path CORPUS = Path.of(String.valueOf(System.getenv("IMPRESARIO_CORPUS")));

  @Test
  void listJson_ofSubagentsAndSkills_equalsTheGolden() throws IOException {
    Path collection = CORPUS.resolve("wshobson-agents");
    Map<String, JsonObject> golden = golden(collection);

    Run run =
        Run.of(
            "list", "--json", "--formats", "claude,skill", collection.resolve("files").toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.objects()).hasSameSizeAs(golden.keySet());
    assertThat(run.objects())
        .allSatisfy(
            agent -> {
              JsonObject expected = requireNonNull(golden.get(text(agent.get("path"))));
              assertThat(text(agent.get("name"))).isEqualTo(text(expected.get("name")));
              assertThat(normal(agent.get("description")))
                  .isEqualTo(normal(expected.get("description")));
              assertThat(agent.get("tools")).isEqualTo(expected.get("tools"));
              assertThat(agent.get("model")).isEqualTo(expected.get("model"));
              assertThat(agent.get("version")).isEqualTo(expected.get("sha256"));
              assertThat(agent.get("promptSha256")).isEqualTo(expected.get("body_sha256"));
              assertThat(agent.get("shadowed").getAsBoolean()).isFalse();
            });
  }

  @Test
  void listJson_ofPlainRoles_equalsTheGolden() throws IOException {
    Path collection = CORPUS.resolve("claude-multiagent-pm");
    Map<String, JsonObject> golden = golden(collection);

    Run run =
        Run.of(
            "list", "--all", "--json", "--formats=plain", collection.resolve("files").toString());

    assertThat(run.objects()).hasSameSizeAs(golden.keySet());
    assertThat(run.objects())
        .allSatisfy(
            agent -> {
              JsonObject expected = requireNonNull(golden.get(text(agent.get("path"))));
              assertThat(agent.get("version")).isEqualTo(expected.get("sha256"));
              assertThat(agent.get("promptSha256")).isEqualTo(expected.get("body_sha256"));
            });
  }

  private static Map<String, JsonObject> golden(Path collection) throws IOException {
    try (var lines = Files.lines(collection.resolve("golden.jsonl"))) {
      return lines
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .collect(toMap(entry -> text(entry.get("path")), entry -> entry));
    }
  }

  private static String text(JsonElement element) {
    return element.getAsString();
  }

  /** As GOLDEN.md says to compare descriptions. */
  private static String normal(JsonElement description) {
    return text(description).replace("\\n", "\n").replaceAll("\\s+", " ").strip();
  }
}
