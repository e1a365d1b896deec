package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.impresario.Diagnostic;
import dev.impresario.spi.ParsedAgent;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hostile or broken file must come to, whoever wrote it. */
class HostileRulesTest {

  private static ParsedAgent parse(String file) {
    return Formats.CLAUDE.parse("stem.md", bytes(file));
  }

  static Stream<Arguments> refusedFiles() {
    return Stream.of(
        arguments(
            "too-many-aliases",
            3,
            fields("a: &a [x,x,x,x,x,x,x,x,x]", "b: &b [*a,*a,*a,*a,*a,*a]")),
        arguments(
            "too-many-aliases",
            3,
            fields("a: &a [R,R,R,R,R,R,R,R,R]", "b: &b [*a,*a,*a,*a,*a,*a]", "tools: [*b]")),
        arguments("recursive-alias", 3, fields("name: x", "tools: &t [Read, *t]")),
        arguments("recursive-alias", 3, fields("name: x", "m: &m {k: *m}")),
        arguments(
            "too-deep", 3, fields("name: x", "deep: " + "[".repeat(2_000) + "]".repeat(2_000))),
        arguments("yaml-tag", 3, fields("name: x", "y: !!javax.script.ScriptEngineManager [z]")),
        arguments("yaml-tag", 2, fields("name: !!java.io.File [\"/etc/passwd\"]")),
        arguments("yaml-tag", 3, fields("name: x", "description: !secret d")),
        arguments("yaml-tag", 3, fields("name: x", "description: !unknown!handle d")),
        arguments("yaml-tag", 3, fields("name: x", "description: !important note: d")),
        arguments("yaml-tag", 2, fields("name: !!binary aGVsbG8=")),
        arguments("yaml-tag", 2, fields("name: ! x")),
        arguments("yaml-tag", 3, fields("name: x", "m: [!<y z]")),
        arguments("duplicate-key", 4, fields("name: a", "description: d", "name: b")),
        arguments("duplicate-key", 3, fields("name: a", "m: {k: 1, k: 2}")),
        arguments("duplicate-key", 4, fields("name: a", "description: d: e", "name: b")),
        arguments("name-invalid", 2, fields("name: ../../tmp/x")),
        arguments("name-invalid", 2, fields("name: /etc/x")),
        arguments("name-invalid", 2, fields("name: \"a\\e[31m\"")),
        arguments("name-invalid", 2, fields("name: \"a\\n2026 INFO forged\"")),
        arguments("name-invalid", 2, fields("name: a\u202Eb")),
        arguments("name-invalid", 2, fields("name: a\u200Bb")),
        arguments("name-invalid", 2, fields("name: \"\"")),
        arguments("name-invalid", 2, fields("name: a\0b")),
        arguments("name-invalid", 2, fields("name: \"%s{}\"")),
        arguments("field-invalid", 2, fields("name: {a: b}")),
        arguments("tools-invalid", 3, fields("name: x", "tools: {Bash: true}")),
        arguments("tools-invalid", 3, fields("name: x", "tools: [Read, null, [Bash]]")),
        arguments("tools-invalid", 3, fields("name: x", "tools: Bash(git:*, Read")),
        arguments(
            "yaml-syntax", 3, fields("name: x", "description: \"never closed", "tools: Read")),
        arguments("front-matter-not-a-mapping", 2, fields("- name")),
        arguments("front-matter-not-a-mapping", 2, fields("just text")),
        arguments("yaml-directive", 2, fields("%YAML 1.1")),
        arguments("yaml-directive", 3, fields("# first", "%TAG ! tag:x,2000:")),
        arguments("yaml-documents", 3, fields("name: x", "--- again")),
        arguments("front-matter-unclosed", 1, "---\nname: x\n...\nBody.\n"),
        arguments("front-matter-unclosed", 1, "---"),
        arguments("front-matter-unclosed", 1, "---\nname: x\n\nText: more\n"),
        arguments("name-missing", 1, "---\n---\n"),
        arguments("empty-file", 0, ""),
        arguments("empty-file", 0, "\n\n \n"),
        arguments("front-matter-misplaced", 1, "\n---\nname: x\n---\n"),
        arguments("front-matter-misplaced", 1, "<!-- c -->\n---\nname: x\n---\n"),
        arguments("front-matter-misplaced", 1, " ---\nname: x\n ---\n"),
        arguments("front-matter-misplaced", 1, "----\nname: x\n----\n"),
        arguments("front-matter-misplaced", 1, "---\rname: x\r---\r"),
        arguments("lone-surrogate", 2, fields("name: \"\\ud800\"")),
        arguments("field-invalid", 3, fields("name: x", "maxTurns: 99999999999999999999")),
        arguments("field-invalid", 3, fields("name: x", "maxTurns: -1")));
  }

  private static String fields(String... lines) {
    return "---\n" + String.join("\n", lines) + "\n---\nBody.\n";
  }

  @ParameterizedTest
  @MethodSource("refusedFiles")
  void parse_ofWhatMustNotLoad_refusesItAtItsLine(String code, int line, String file) {
    ParsedAgent agent = parse(file);

    assertThat(agent.header()).isNull();
    assertThat(agent.diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::code, Diagnostic::line)
        .containsExactly(tuple(code, line));
    assertThat(lines(agent)).allMatch(text -> text.matches("[\\x20-\\x7E…]{1,999}"));
  }

  @Test
  void parse_ofBytesThatAreNotUtf8_refusesThemAtTheirLine() {
    byte[] latin = bytes(fields("name: x", "description: caf?"));
    latin[latin.length - 12] = (byte) 0xE9;
    byte[] body = bytes(fields("name: x") + "\n?");
    body[body.length - 1] = (byte) 0xC0;

    assertThat(lines(Formats.CLAUDE.parse("a.md", latin)))
        .containsExactly(
            "a.md:3: error [not-utf8] byte 0xE9 at offset 28 is not UTF-8; save the file as UTF-8");
    assertThat(lines(Formats.CLAUDE.parse("a.md", body)))
        .containsExactly(
            "a.md:6: error [not-utf8] byte 0xC0 at offset 23 is not UTF-8; save the file as UTF-8");
  }

  @Test
  void parse_ofUtf16_saysSo() {
    for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
      byte[] content = ("\uFEFF" + fields("name: x")).getBytes(Charset.forName(charset));

      assertThat(lines(Formats.CLAUDE.parse("a.md", content)))
          .containsExactly(
              "a.md:1: error [not-utf8] the file is written in UTF-16; save it as UTF-8");
    }
  }

  @Test
  void parse_ofAliasesWithinTheLimit_resolvesThem() {
    assertThat(
            header(parse(fields("name: x", "description: d", "base: &b [Read, Grep]", "tools: *b")))
                .tools()
                .allowed())
        .hasValue(List.of("Read", "Grep"));
  }

  @Test
  void parse_ofWordsThatOtherYamlsConvert_keepsThemAsWritten() {
    assertThat(header(parse(fields("name: no", "description: d"))).id()).isEqualTo("no");
    assertThat(header(parse(fields("name: 007", "description: d"))).id()).isEqualTo("007");
    assertThat(header(parse(fields("name: 2026-01-01", "description: d"))).id())
        .isEqualTo("2026-01-01");
  }

  @Test
  void parse_ofNullName_takesTheFilesNameAndNeverTheWord() {
    for (String nothing : List.of("", "~", "null", "Null", "NULL")) {
      assertThat(header(parse(fields("name: " + nothing, "description: d"))).id())
          .isEqualTo("stem");
    }
  }

  @Test
  void parse_ofExpressions_leavesThemInert() {
    String text = "${jndi:ldap://127.0.0.1:1/a} #{T(x)} {{7*7}} $(id) `id`";

    assertThat(header(parse(fields("name: x", "description: \"" + text + "\""))).description())
        .isEqualTo(text);
  }

  @Test
  void parse_ofDeviceName_loads() {
    // names never become file names, so Windows' own need not be refused
    assertThat(header(parse(fields("name: CON", "description: d"))).id()).isEqualTo("CON");
  }

  @Test
  void parse_ofASecondBlockBetweenFences_leavesItInTheBody() {
    byte[] content = bytes("---\nname: x\ndescription: d\n---\nname: evil\n---\nB\n");

    ParsedAgent agent = Formats.CLAUDE.parse("a.md", content);

    assertThat(header(agent).id()).isEqualTo("x");
    assertThat(content.length - agent.bodyOffset()).isEqualTo(17);
  }
}
