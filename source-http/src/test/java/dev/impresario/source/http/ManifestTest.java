package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void parse_readsEntries_hashesInLowerCase() throws Exception {
    Manifest manifest =
        parse(
            """
            {"agents": [
              {"path": "qa.md", "sha256": "%s"},
              {"sha256": "%s", "url": "https://b.example/x", "path": "team/dev.md"}
            ]}
            """
                .formatted(HASH, HASH.toUpperCase(java.util.Locale.ROOT)));

    assertThat(manifest.entries())
        .containsExactly(
            new Manifest.Entry("qa.md", HASH, null),
            new Manifest.Entry("team/dev.md", HASH, "https://b.example/x"));
    assertThat(manifest.problems().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"agents\":{}}",
        "{\"agents\":null}",
        "{\"agents\":[]} x",
        "{\"agents\":[]}{}",
        "{\"agents\":[],\"agents\":[]}",
        "{\"agents\":[],\"more\":1}",
        "{\"Agents\":[]}",
        "{agents:[]}",
        "{'agents':[]}",
        "{\"agents\":[],}",
        "{\"agents\":[1]}",
        "{\"agents\":[[]]}",
        "{\"agents\":[{\"path\":1,\"sha256\":\"x\"}]}",
        "{\"agents\":[{\"path\":\"a.md\",\"sha265\":\"x\"}]}",
        "{\"agents\":[{\"path\":\"a.md\",\"path\":\"b.md\"}]}",
        "{\"agents\":[{\"path\":{\"a\":1}}]}",
        "{\"agents\":[{\"path\":\"a.md\"",
        "// x\n{}",
        "{\"agents\":[",
        "[[[[[[[[[[[[",
        "<html>"
      })
  void parse_ofWhatIsNoManifest_throws(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(FetchFailure.class)
        .hasMessageStartingWith("the manifest ")
        .hasMessageNotContaining("path $");
  }

  @Test
  void parse_ofVeryDeepNesting_throwsAtItsFirstLevel() {
    assertThatThrownBy(() -> parse("{\"agents\":" + "[".repeat(1_000_000)))
        .hasMessage("the manifest has an entry 1 that is no object");
  }

  @Test
  void parse_ofBytesThatAreNotUtf8_throws() {
    assertThatThrownBy(() -> Manifest.parse(new byte[] {'{', (byte) 0xff}, 10))
        .hasMessage("the manifest is not UTF-8");
  }

  @Test
  void parse_ofMoreEntriesThanAllowed_throws() {
    String entry = "{\"path\":\"%d.md\",\"sha256\":\"" + HASH + "\"}";
    String json =
        "{\"agents\":[" + entry.formatted(1) + "," + entry.formatted(2) + "," + entry.formatted(3);

    assertThatThrownBy(() -> Manifest.parse(json.getBytes(UTF_8), 2))
        .hasMessage("the manifest lists more than 2 files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a.md",
        "a//b.md",
        "../a.md",
        "a/../b.md",
        "./a.md",
        "a/.",
        "a/",
        "..",
        "a\\\\b.md",
        "a\\u0000.md",
        "a\\nb.md",
        "a\\u202e.md",
        "a\\u200b.md"
      })
  void parse_ofABadPath_leavesThatEntryOut_andSaysSo(String path) throws Exception {
    Manifest manifest =
        parse(
            """
            {"agents": [{"path": "%s", "sha256": "%s"}, {"path": "b.md", "sha256": "%s"}]}
            """
                .formatted(path, HASH, HASH));

    assertThat(manifest.entries()).extracting(Manifest.Entry::path).containsExactly("b.md");
    assertThat(manifest.problems().list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("manifest-entry"))
        .satisfies(problem -> assertThat(problem.message()).startsWith("the path of entry 1 "));
  }

  @Test
  void parse_ofAPathTwice_orABadHash_takesNone_andSaysSoOfThePath() throws Exception {
    Manifest manifest =
        parse(
            """
            {"agents": [
              {"path": "a.md", "sha256": "%s"},
              {"path": "a.md", "sha256": "%s"},
              {"path": "b.md", "sha256": "12"},
              {"path": "c.md"},
              {"path": "d.md", "sha256": "%s"}
            ]}
            """
                .formatted(HASH, HASH, HASH));

    assertThat(manifest.entries()).extracting(Manifest.Entry::path).containsExactly("d.md");
    assertThat(manifest.problems().list())
        .extracting(Diagnostic::path)
        .containsExactly("a.md", "b.md", "c.md");
  }

  private static Manifest parse(String json) throws FetchFailure {
    return Manifest.parse(json.getBytes(UTF_8), 1_000);
  }
}
