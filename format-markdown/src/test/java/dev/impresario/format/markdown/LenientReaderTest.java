package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.claude;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Diagnostic;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LenientReaderTest {

  @Test
  void parse_ofUnquotedColon_takesTheRawTextAndWarnsAtTheColon() {
    ParsedAgent agent = claude("name: x", "description: Use when: a, b: c", "tools: Read");

    assertThat(header(agent).description()).isEqualTo("Use when: a, b: c");
    assertThat(header(agent).tools().allowed()).hasValue(List.of("Read"));
    assertThat(lines(agent))
        .containsExactly(
            "agents/stem.md:3:22: warning [yaml-recovered] 'description' is not valid YAML and is"
                + " read as plain text: mapping values are not allowed here; put the value of"
                + " 'description' in quotes");
  }

  @Test
  void parse_ofSeveralLines_foldsThemAsYamlDoes() {
    ParsedAgent agent =
        claude(
            "name: x",
            "description: Use when: a",
            "  and  b",
            "",
            "    c",
            "# note",
            "model: opus");

    assertThat(header(agent).description()).isEqualTo("Use when: a and  b\nc");
    assertThat(header(agent).model()).isEqualTo("opus");
    assertThat(agent.diagnostics().get(0).hint())
        .isEqualTo("write 'description: >-' and indent the text below it");
  }

  @Test
  void parse_ofQuotesAroundBrokenText_removesThem() {
    assertThat(header(claude("name: x", "description: \"He said \"hi\" there\"")).description())
        .isEqualTo("He said \"hi\" there");
    assertThat(header(claude("name: x", "description: 'Don't use it'")).description())
        .isEqualTo("Don't use it");
  }

  @Test
  void parse_ofDialogueBelowABrokenDescription_takesNoLineOfItForAField() {
    ParsedAgent agent =
        claude(
            "name: x",
            "description: Use this. Examples:",
            "user: hello there",
            "assistant: I will do",
            "tools: Read");

    assertThat(header(agent).description())
        .isEqualTo("Use this. Examples: user: hello there assistant: I will do");
    assertThat(header(agent).tools().allowed()).hasValue(List.of("Read"));
    assertThat(header(agent).attributes()).isEmpty();
  }

  @Test
  void parse_ofALineSeparatorInAValue_losesNoField() {
    ParsedAgent agent = claude("name: x", "description: a: b", "permissionMode: plan\u0085");

    assertThat(header(agent).description()).isEqualTo("a: b");
    assertThat(header(agent).attributes()).containsKey("permissionMode");
  }

  @Test
  void parse_ofHalfAListForAName_isAnErrorAndNoGuess() {
    ParsedAgent agent = claude("name: [qa", "description: d");

    assertThat(agent.header()).isNull();
    assertThat(lines(agent))
        .singleElement()
        .asString()
        .startsWith("agents/stem.md:2:7: error [yaml-syntax]")
        .endsWith("close the bracket, or put the value in quotes");
  }

  @Test
  void parse_ofProseAtColumnZero_goesOnToTheNextKnownField() {
    ParsedAgent agent =
        claude(
            "name: x",
            "description: Use this. Examples:",
            "<example>",
            "user: \"hi\"",
            "user: \"again\"",
            "</example>",
            "tools: Read");

    assertThat(header(agent).description())
        .isEqualTo("Use this. Examples: <example> user: \"hi\" user: \"again\" </example>");
    assertThat(header(agent).attributes()).isEmpty();
    assertThat(header(agent).tools().allowed()).hasValue(List.of("Read"));
  }

  @Test
  void parse_ofProseThatRunsOnOnlyBelowLinesLikeFields_isStillProse() {
    ParsedAgent agent =
        claude(
            "name: x",
            "description: Use this.",
            "user: hi",
            "assistant: yo",
            "</example>",
            "tools: Read");

    assertThat(header(agent).description())
        .isEqualTo("Use this. user: hi assistant: yo </example>");
    assertThat(header(agent).attributes()).isEmpty();
  }

  @Test
  void parse_ofProseBelowABlockHeader_dropsTheHeader() {
    ParsedAgent agent =
        claude("name: x", "description: |", "  Use this.", "<example>", "model: opus");

    assertThat(header(agent).description()).isEqualTo("Use this. <example>");
  }

  @Test
  void parse_ofOneBrokenField_keepsTheOthersAsYaml() {
    ParsedAgent agent =
        claude(
            "name: \"x\"", "description: a: b", "metadata:", "  k: [1, 2]", "m: >-", "  c", "  d");

    assertThat(header(agent).id()).isEqualTo("x");
    assertThat(header(agent).attributes())
        .containsEntry("metadata", Map.of("k", List.of("1", "2")))
        .containsEntry("m", "c d");
  }

  @Test
  void parse_ofTabAsIndentation_isRawTextWithAWarningAtTheTab() {
    ParsedAgent agent = claude("name: x", "description: d", "metadata:", "\tauthor: y");

    assertThat(header(agent).attributes()).containsEntry("metadata", "author: y");
    assertThat(lines(agent)).singleElement().asString().startsWith("agents/stem.md:5:1: warning");
  }

  @Test
  void parse_ofAnchorInAnotherPiece_stillResolves() {
    ParsedAgent agent = claude("base: &b [Read]", "name: x", "description: a: b", "tools: *b");

    assertThat(header(agent).tools().allowed()).hasValue(List.of("Read"));
  }

  @Test
  void parse_ofStarAlone_isEveryTool() {
    ParsedAgent agent = claude("name: x", "description: d", "tools: *");

    assertThat(header(agent).tools().allowed()).hasValue(List.of("*"));
    assertThat(lines(agent))
        .containsExactly(
            "agents/stem.md:4:8: warning [yaml-recovered] 'tools' is not valid YAML and is read as"
                + " plain text: '*' begins an alias here; put the value of 'tools' in quotes");
  }

  @Test
  void parse_ofToolsWithColonInBrackets_takesThemAsWritten() {
    ParsedAgent agent =
        claude("name: x", "description: d", "tools: Bash(git: *), Read # not: Edit");

    assertThat(header(agent).tools().allowed()).hasValue(List.of("Bash(git: *)", "Read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools: [Read, *]",
        "tools: [Read",
        "tools: \"Read",
        "tools: Read: *",
        "tools: Read, *: Bash",
        "tools: *, Read",
        "tools: *read",
        "tools: Bash(git: *",
        "tools: {Read",
        "tools: @Read",
        "tools: | Read",
        "tools:\n  - Read\n  - *",
        "tools:\n  - Read\n - Bash",
        "disallowedTools: [Bash, *]",
        "disallowedTools: *bash"
      })
  void parse_ofBrokenTools_refusesThem(String tools) {
    assertThat(claude("name: x", "description: d", tools).diagnostics())
        .singleElement()
        .matches(diagnostic -> diagnostic.code().equals("tools-invalid"))
        .matches(diagnostic -> diagnostic.line() >= 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: d\ntools:Read",
        "description: a: b\ntools:Read",
        "description: a: b\n  tools: Read",
        "description: d\n  tools: Read",
        "description: a: b\n  \"disallowedTools\"\n  disallowedTools : Read",
        "description: \"d\ntools: Read\n\"",
        "x: [a,\ntools: Read,\nb]"
      })
  void parse_ofToolsThatBecamePartOfAnotherValue_refusesThem(String fields) {
    // else the agent would inherit every tool
    assertThat(claude("name: x", fields).header()).isNull();
  }

  @Test
  void parse_ofToolsNamedInProse_refusesThemOnlyIfThereIsNoSuchField() {
    String prose = "description: a: b\n  tools: hammer";

    assertThat(errors(claude("name: x", prose))).containsExactly("tools-invalid:4");
    assertThat(header(claude("name: x", prose, "tools: Read")).description())
        .isEqualTo("a: b tools: hammer");
  }

  @Test
  void parse_ofKeysThatOnlyYamlKnows_keepsThem() {
    ParsedAgent agent =
        claude("base: &b {k: v}", "<<: *b", "a key: c", "name: x", "description: d: e");

    assertThat(header(agent).attributes()).containsOnlyKeys("base", "<<", "a key");
  }

  @Test
  void parse_ofTextBelowWhatNamesTheAgent_refusesIt() {
    assertThat(lines(claude("name: x", "description:foo", "tools: Read")))
        .containsExactly(
            "agents/stem.md:3:1: error [yaml-syntax] this is not valid YAML: the line below 'name'"
                + " belongs to no field; write it as 'key: value', with a blank after the colon");
  }

  @Test
  void parse_ofTextAboveTheFirstField_refusesIt() {
    assertThat(lines(claude("hello", "name: x")))
        .containsExactly(
            "agents/stem.md:2:1: error [yaml-syntax] this is not valid YAML: this line belongs to no"
                + " field; begin each field with 'key: ' at the line's begin");
  }

  @Test
  void parse_ofQuoteNeverClosed_refusesItWhereItOpens() {
    assertThat(lines(claude("name: x", "description: \"never closed", "model: opus")))
        .containsExactly(
            "agents/stem.md:3:14: error [yaml-syntax] this is not valid YAML: the quote of"
                + " 'description' is never closed; close the quote");
    assertThat(errors(claude("name: x", "description:", "  'never closed")))
        .containsExactly("yaml-syntax:4");
  }

  @Test
  void parse_ofFieldsThatAreYamlOnlyOneByOne_warnsOnce() {
    ParsedAgent agent = claude("name: x", "...", "description: d");

    assertThat(header(agent).description()).isEqualTo("d");
    assertThat(agent.diagnostics()).singleElement().matches(d -> d.code().equals("yaml-recovered"));
  }

  @Test
  void parse_ofTagsAndLimitsInPieces_refusesThem() {
    assertThat(errors(claude("description: a: b", "name: !!str x"))).containsExactly("yaml-tag:3");
    assertThat(errors(claude("description: a: b", "k: &k [*k]")))
        .containsExactly("recursive-alias:3");
    assertThat(errors(claude("description: a: b", "k: {a: 1, a: 2}")))
        .containsExactly("duplicate-key:3");
    assertThat(errors(claude("description: a: b", "model: x", "description: c")))
        .containsExactly("duplicate-key:4");
  }

  private static List<String> errors(ParsedAgent agent) {
    return agent.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(diagnostic -> diagnostic.code() + ":" + diagnostic.line())
        .toList();
  }
}
