package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.impresario.Diagnostic;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Hostile files, each with its known outcome; where two are open, the one that is our policy. */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_HOSTILE", matches = ".+")
class HostileTest {
  private static final Path FOLDER = Path.of(String.valueOf(System.getenv("IMPRESARIO_HOSTILE")));

  /** The files that may be refused or not, and are. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "yaml-bomb.md", "too-many-aliases",
          "unknown-local-tag.md", "yaml-tag",
          "tools-unclosed-pattern.md", "tools-invalid",
          "leading-blank-line.md", "front-matter-misplaced",
          "leading-comment.md", "front-matter-misplaced",
          "indented-fence.md", "front-matter-misplaced",
          "lone-cr.md", "front-matter-misplaced",
          "lone-surrogate.md", "lone-surrogate");

  /** The files that are errors unless their names come from elsewhere, as here, or never matter. */
  private static final Set<String> LOADED = Set.of("name-windows-reserved.md", "name-null.md");

  @Test
  void parse_ofEveryHostileFile_endsAsExpected() throws IOException {
    List<JsonObject> expectations =
        Files.readAllLines(FOLDER.resolve("expect.jsonl")).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(line -> line.get("group").getAsString().equals("small"))
            .toList();

    var softly = new SoftAssertions();
    for (JsonObject expected : expectations) {
      check(expected, softly);
    }

    softly.assertAll();
    assertThat(expectations).hasSize(74);
    System.out.println("hostile: " + expectations.size() + " files end as expected");
  }

  private static void check(JsonObject expected, SoftAssertions softly) throws IOException {
    String path = expected.get("path").getAsString();
    ParsedAgent agent = parse(path);
    boolean error =
        switch (expected.get("outcome").getAsString()) {
          case "load" -> false;
          case "error" -> !LOADED.contains(path);
          default -> REFUSED.containsKey(path);
        };
    softly.assertThat(agent.header() == null).as("%s is refused: %s", path, agent).isEqualTo(error);
    JsonElement line = expected.get("line");
    if (error && !line.isJsonNull()) {
      softly
          .assertThat(agent.diagnostics())
          .as(path)
          .filteredOn(Diagnostic::isError)
          .extracting(Diagnostic::line)
          .containsExactly(line.getAsInt());
    }
    if (REFUSED.containsKey(path)) {
      softly
          .assertThat(agent.diagnostics())
          .as(path)
          .extracting(Diagnostic::code)
          .contains(REFUSED.get(path));
    }
    for (Diagnostic diagnostic : agent.diagnostics()) {
      softly.assertThat(diagnostic.toString()).as(path).matches("[\\x20-\\x7e…]{1,999}");
      softly.assertThat(diagnostic.path()).isEqualTo(path);
    }
  }

  @Test
  void parse_ofTheCanaries_loads() throws IOException {
    assertThat(Formats.header(parse("00-canary.md")).id()).isEqualTo("canary-first");
    assertThat(Formats.header(parse("zz-canary.md")).id()).isEqualTo("canary-last");
  }

  @Test
  void parse_ofFilesWithKnownFields_findsThem() throws IOException {
    assertThat(tools("alias-benign.md")).containsExactly("Read", "Grep");
    assertThat(tools("tools-empty.md")).isEmpty();
    assertThat(tools("tools-bare-star.md")).containsExactly("*");
    assertThat(tools("colon-unquoted.md")).containsExactly("Read");
    assertThat(tools("colon-unquoted-crlf.md")).containsExactly("Read");
    assertThat(tools("example-unindented.md")).containsExactly("Read");
    assertThat(header("colon-unquoted.md").description()).isEqualTo("Use when: a, b: c");
    assertThat(header("colon-unquoted-crlf.md").description()).isEqualTo("Use when: a, b: c");
    assertThat(header("example-unindented.md").description())
        .isEqualTo(
            "Use this. Examples: <example> Context: c user: \"hi\" assistant: \"yo\" </example>");
    assertThat(header("example-unindented.md").attributes()).isEmpty();
    assertThat(header("merge-key.md").tools().allowed()).isEmpty();
    assertThat(header("name-norway.md").id()).isEqualTo("no");
    assertThat(header("name-number.md").id()).isEqualTo("007");
    assertThat(header("name-null.md").id()).isEqualTo("name-null");
    assertThat(header("fence-inside-block.md").description()).isEqualTo("a\n---\nb");
    assertThat(header("line-separators.md").description()).isEqualTo("a\u2028b\u0085c");
    assertThat(header("utf8-bom.md").id()).isEqualTo("utf8-bom");
    assertThat(header("tab-indent.md").attributes()).containsEntry("metadata", "author: x");
    assertThat(body("two-documents.md")).hasSize(17);
    assertThat(body("empty-body.md")).isEmpty();
    assertThat(body("nul-in-body.md")).isEqualTo("\na\0b\n");
    assertThat(body("include-outside.md")).contains("@../../../../etc/passwd");
    assertThat(body("expression-injection.md")).startsWith("${java:version} %s%n%d {} {0}");
  }

  private static ParsedAgent parse(String path) throws IOException {
    return Formats.CLAUDE.parse(path, content(path));
  }

  private static Header header(String path) throws IOException {
    return Formats.header(parse(path));
  }

  private static List<String> tools(String path) throws IOException {
    return header(path).tools().allowed().orElseThrow();
  }

  private static String body(String path) throws IOException {
    byte[] content = content(path);
    int offset = parse(path).bodyOffset();
    return new String(content, offset, content.length - offset, UTF_8);
  }

  private static byte[] content(String path) throws IOException {
    return Files.readAllBytes(FOLDER.resolve("small").resolve(path));
  }
}
