package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.claude;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.ToolGrant;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeFormatTest {

  @Test
  void parse_ofAllFields_putsEachInItsPlace() {
    ParsedAgent agent =
        claude(
            "name: qa",
            "description: ' Tests things '",
            "tools: Read, Bash(git log, git diff)",
            "disallowedTools: [Write]",
            "model: opus",
            "type: reviewer",
            "specializations: [testing, java]",
            "tags: web , testing",
            "keywords: null",
            "category: quality",
            "maxTurns: 5",
            "color: blue",
            "hooks:",
            "  Stop: [a, {b: ~}]");

    assertThat(agent.diagnostics()).isEmpty();
    Header header = header(agent);
    assertThat(header.id()).isEqualTo("qa");
    assertThat(header.name()).isEqualTo("qa");
    assertThat(header.description()).isEqualTo("Tests things");
    assertThat(header.tools())
        .isEqualTo(
            ToolGrant.of(List.of("Read", "Bash(git log, git diff)")).without(List.of("Write")));
    assertThat(header.model()).isEqualTo("opus");
    assertThat(header.type()).isEqualTo("reviewer");
    assertThat(header.specializations()).containsExactly("testing", "java", "web", "quality");
    assertThat(header.attributes().entrySet())
        .containsExactly(
            Map.entry("keywords", "null"),
            Map.entry("maxTurns", "5"),
            Map.entry("color", "blue"),
            Map.entry("hooks", Map.of("Stop", List.of("a", Map.of("b", "~")))));
  }

  @Test
  void parse_withoutTools_inherits() {
    assertThat(header(claude("name: x", "description: d")).tools()).isEqualTo(ToolGrant.inherit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tools: []; []",
        "tools: '*'; [*]",
        "tools: Read; [Read]",
        "tools: Read Grep; [Read, Grep]",
        "tools: [Read, 'a b', 7]; [Read, a b, 7]",
        "tools: >-_  Read,_  Grep; [Read, Grep]",
        "tools:_- Read_- Grep; [Read, Grep]"
      })
  void parse_ofTools_readsEveryWayToWriteThem(String tools, String expected) {
    assertThat(
            header(claude("name: x", "description: d", tools.replace('_', '\n')))
                .tools()
                .allowed()
                .orElseThrow())
        .hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools:",
        "tools: ~",
        "tools: null",
        "tools: ''",
        "tools: ' '",
        "tools: {a: b}",
        "tools: [a, ~]",
        "tools: [a, '']",
        "tools: [[a]]",
        "tools: [{a: b}]",
        "tools: a,,b",
        "tools: ','",
        "tools: 'a(b'",
        "tools:\n- a\n-",
        "disallowedTools:",
        "disallowedTools: {a: b}",
        "disallowedTools: [~]",
        "disallowedTools: 'a)'"
      })
  void parse_ofToolsThatAreNoList_refusesThem(String tools) {
    ParsedAgent agent = claude("name: x", "description: d", tools);

    assertThat(agent.header()).isNull();
    assertThat(agent.diagnostics()).singleElement().matches(d -> d.code().equals("tools-invalid"));
  }

  @Test
  void parse_ofBrokenTools_saysWhatToWrite() {
    assertThat(lines(claude("name: x", "description: d", "tools:")))
        .containsExactly(
            "agents/stem.md:4:7: error [tools-invalid] field 'tools' has no value; write 'tools:"
                + " [Read, Grep]', or 'tools: []' for none");
    assertThat(lines(claude("name: x", "description: d", "tools: [Read, ~]")))
        .containsExactly(
            "agents/stem.md:4:15: error [tools-invalid] an item of 'tools' is not the name of a"
                + " tool; write 'tools: [Read, Grep]', or 'tools: []' for none");
  }

  @Test
  void parse_withoutName_takesTheFilesIfThereIsADescription() {
    assertThat(header(claude("description: d")).id()).isEqualTo("stem");
    assertThat(lines(claude("model: opus")))
        .containsExactly(
            "agents/stem.md:1: error [name-missing] the front matter gives no name; write 'name:"
                + " ...' in it",
            "agents/stem.md:1: warning [description-missing] there is no description, so nobody can"
                + " tell what this agent is for; write 'description: ...' in the front matter");
  }

  @Test
  void parse_withoutNameInABadlyNamedFile_refusesIt() {
    assertThat(lines(Formats.CLAUDE.parse("a%b.md", Formats.file("description: d"))))
        .containsExactly(
            "a%b.md:1: error [name-invalid] a name must not hold '%', as does 'a%b'; use letters,"
                + " digits, blanks and marks such as - _ .");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model: opus", "description:", "description: ~", "description: ' '"})
  void parse_withoutDescription_loadsWithAWarning(String other) {
    ParsedAgent agent = claude("name: x", other);

    assertThat(header(agent).description()).isEmpty();
    assertThat(agent.diagnostics())
        .singleElement()
        .matches(d -> d.code().equals("description-missing") && !d.isError());
  }

  @Test
  void parse_ofModelList_takesTheFirstAndKeepsTheList() {
    Header header = header(claude("name: x", "description: d", "model: [opus, sonnet]"));

    assertThat(header.model()).isEqualTo("opus");
    assertThat(header.attributes()).containsEntry("model", List.of("opus", "sonnet"));
  }

  @Test
  void parse_ofNullItems_passesThemOver() {
    Header header =
        header(claude("name: x", "description: d", "model: [~, opus]", "tags: [null, a]"));

    assertThat(header.model()).isEqualTo("opus");
    assertThat(header.specializations()).containsExactly("a");
  }

  @Test
  void parse_ofNullFields_leavesThemOut() {
    Header header =
        header(claude("name: x", "description: d", "model: ~", "type:", "maxTurns: null"));

    assertThat(header.model()).isNull();
    assertThat(header.type()).isNull();
    assertThat(header.attributes()).containsExactly(Map.entry("maxTurns", "null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: [a]",
        "description: {a: b}",
        "model: {a: b}",
        "model: [[a]]",
        "type: [a]",
        "maxTurns: [1]"
      })
  void parse_ofFieldOfAnotherKind_namesTheField(String field) {
    String name = field.substring(0, field.indexOf(':'));

    assertThat(claude(field).diagnostics())
        .filteredOn(d -> d.code().equals("field-invalid"))
        .singleElement()
        .matches(d -> d.message().contains("'" + name + "'") && d.line() == 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x10",
        "017",
        "1_000",
        "2147483648",
        "99999999999999999999",
        "many",
        "''"
      })
  void parse_ofTurnsThatAreNoWholeNumber_refusesThem(String turns) {
    assertThat(claude("name: x", "description: d", "maxTurns: " + turns).diagnostics())
        .singleElement()
        .matches(d -> d.code().equals("field-invalid") && d.line() == 4);
  }

  @Test
  void parse_ofMostTurns_keepsThem() {
    assertThat(header(claude("name: x", "description: d", "maxTurns: 2147483647")).attributes())
        .containsEntry("maxTurns", "2147483647");
  }

  @Test
  void parse_ofSeveralMistakes_reportsEach() {
    assertThat(claude("name: a/b", "description: [d]", "tools:", "maxTurns: x").diagnostics())
        .extracting(d -> d.code() + ":" + d.line())
        .containsExactly("name-invalid:2", "field-invalid:3", "tools-invalid:4", "field-invalid:5");
  }

  @Test
  void parse_ofSpecializationsInOtherShapes_keepsThemAsAttributes() {
    Header header = header(claude("name: x", "description: d", "tags: {a: b}", "keywords: [[c]]"));

    assertThat(header.specializations()).isEmpty();
    assertThat(header.attributes()).containsOnlyKeys("tags", "keywords");
  }

  @Test
  void specificity_isThatOfTheEnding() {
    assertThat(Formats.CLAUDE.specificity("a/b.md")).isEqualTo(3);
    assertThat(Formats.CLAUDE.specificity("b.agent.md")).isEqualTo(3);
    assertThat(Formats.CLAUDE.specificity("UPPER.MD")).isZero();
    assertThat(Formats.CLAUDE.specificity("a.md/b.txt")).isZero();
    assertThat(Formats.CLAUDE.specificity(".md")).isZero();
    assertThat(Formats.CLAUDE.specificity("b.md~")).isZero();
  }
}
