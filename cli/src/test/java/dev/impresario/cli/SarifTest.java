package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SarifTest {
  private static final String NOT_CLOSED = "---\nname: broken\n";

  @TempDir Path directory;
  private Folder agents;
  private Environment here;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory.resolve("my agents"));
    here = new Environment(directory, Path.of("no-such-directory"), 100, true, 0);
  }

  @Test
  void sarif_ofGoodFolder_hasARunWithoutResults() {
    agents.withAgent("qa");

    Run run = lint();

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    JsonObject log = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(log.keySet()).containsExactly("$schema", "version", "runs");
    assertThat(log.get("version").getAsString()).isEqualTo("2.1.0");
    assertThat(log.getAsJsonArray("runs")).hasSize(1);
    JsonObject driver = driver(run);
    assertThat(driver.get("name").getAsString()).isEqualTo("impresario");
    assertThat("impresario " + driver.get("version").getAsString()).isEqualTo(Help.version());
    assertThat(driver.getAsJsonArray("rules")).isEmpty();
    assertThat(results(run)).isEmpty();
  }

  @Test
  void sarif_ofError_saysWhereItIs() {
    agents.withAgent("qa").with("sub/br#oken ü:1.md", NOT_CLOSED);

    Run run = lint();

    assertThat(run.status()).isEqualTo(1);
    JsonObject result = results(run).get(0);
    assertThat(results(run)).hasSize(1);
    assertThat(result.keySet()).containsExactly("ruleId", "level", "message", "locations");
    assertThat(result.get("ruleId").getAsString()).isEqualTo("front-matter-unclosed");
    assertThat(result.get("level").getAsString()).isEqualTo("error");
    assertThat(result.getAsJsonObject("message").get("text").getAsString()).isNotBlank();
    assertThat(uri(result)).isEqualTo("my%20agents/sub/br%23oken%20%C3%BC%3A1.md");
    assertThat(place(result).getAsJsonObject("region"))
        .isEqualTo(JsonParser.parseString("{\"startLine\": 1}"));
  }

  @Test
  void sarif_ofSeveralFindings_hasEachRuleOnceInOrder() {
    agents
        .with("a.md", NOT_CLOSED)
        .with("b.md", NOT_CLOSED)
        .with("README.md", "Hello\n")
        .with("c.md", "---\nname: c\ndescription: c\ntools: \"a\nb: [\n---\n");

    Run run = lint();

    var rules = new ArrayList<String>();
    for (JsonElement rule : driver(run).getAsJsonArray("rules")) {
      JsonObject fields = rule.getAsJsonObject();
      rules.add(fields.get("id").getAsString());
      assertThat(fields.getAsJsonObject("shortDescription").get("text").getAsString())
          .isEqualTo(fields.get("id").getAsString().replace('-', ' '));
    }
    assertThat(rules)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("front-matter-unclosed", "not-an-agent");
    assertThat(results(run))
        .hasSizeGreaterThan(3)
        .allSatisfy(result -> assertThat(rules).contains(result.get("ruleId").getAsString()))
        .anyMatch(result -> column(result) > 0);
    assertThat(results(run))
        .extracting(result -> result.get("level").getAsString())
        .contains("error", "warning");
  }

  @Test
  void sarif_ofInfo_isANote() {
    agents.withAgent("qa");
    Folder user = new Folder(directory.resolve("user")).withAgent("qa");

    Run run = lint("--user", user.toString());

    assertThat(run.status()).isZero();
    assertThat(results(run))
        .extracting(result -> result.get("level").getAsString())
        .containsOnly("note");
  }

  @Test
  void sarif_ofFolderElsewhere_namesItFully() throws Exception {
    agents.with("broken.md", NOT_CLOSED);
    Path other = Files.createDirectory(directory.resolve("other"));

    Run run = lintFrom(new Environment(other, other, 100, false, 0));

    assertThat(uri(results(run).get(0))).startsWith("file:///").endsWith("/my%20agents/broken.md");
  }

  @Test
  void sarif_ofHostileNames_isOneLineWithoutThem() {
    agents
        .with("esc\u001b[31m.md", NOT_CLOSED)
        .with("new\nline.md", NOT_CLOSED)
        .with("bidi\u202e.md", NOT_CLOSED)
        .with("name.md", "---\nname: \"a\\u001bb\"\ndescription: d\n---\n");

    Run run = lint();

    assertThat(run.lines()).hasSize(1);
    assertThat(run.out()).doesNotContain("\u001b", "\u202e");
    assertThat(results(run))
        .extracting(SarifTest::uri)
        .contains(
            "my%20agents/esc%1B%5B31m.md",
            "my%20agents/new%0Aline.md", "my%20agents/bidi%E2%80%AE.md");
  }

  private Run lint(String... more) {
    var words = new ArrayList<>(List.of("lint", "--sarif", agents.toString()));
    words.addAll(List.of(more));
    return Run.in(here, words.toArray(String[]::new));
  }

  private Run lintFrom(Environment environment) {
    return Run.in(environment, "lint", "--sarif", agents.toString());
  }

  private static JsonObject run(Run run) {
    return JsonParser.parseString(run.out())
        .getAsJsonObject()
        .getAsJsonArray("runs")
        .get(0)
        .getAsJsonObject();
  }

  private static JsonObject driver(Run run) {
    return run(run).getAsJsonObject("tool").getAsJsonObject("driver");
  }

  private static List<JsonObject> results(Run run) {
    var results = new ArrayList<JsonObject>();
    run(run).getAsJsonArray("results").forEach(result -> results.add(result.getAsJsonObject()));
    return results;
  }

  private static JsonObject place(JsonObject result) {
    return result
        .getAsJsonArray("locations")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("physicalLocation");
  }

  /** Returns 0 if it is not known. */
  private static int column(JsonObject result) {
    JsonObject region = place(result).getAsJsonObject("region");
    return region.has("startColumn") ? region.get("startColumn").getAsInt() : 0;
  }

  private static String uri(JsonObject result) {
    return place(result).getAsJsonObject("artifactLocation").get("uri").getAsString();
  }
}
