package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.copilot;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.Header;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopilotFormatTest {

  @Test
  void parse_ofDisplayName_keepsTheFilesNameAsId() {
    Header header = header(copilot("name: C# Expert", "description: d"));

    assertThat(header.id()).isEqualTo("stem");
    assertThat(header.name()).isEqualTo("C# Expert");
  }

  @Test
  void parse_withoutName_showsTheId() {
    assertThat(header(copilot("description: d")).name()).isEqualTo("stem");
  }

  @Test
  void parse_ofBadDisplayName_refusesIt() {
    assertThat(lines(copilot("name: a/b", "description: d")))
        .containsExactly(
            "agents/stem.agent.md:2:7: error [name-invalid] a name must not hold '/', as does 'a/b';"
                + " use letters, digits, blanks and marks such as - _ .");
  }

  @Test
  void parse_ofEmptyFrontMatter_loadsWithAWarning() {
    assertThat(header(copilot("")).id()).isEqualTo("stem");
    assertThat(copilot("").diagnostics())
        .singleElement()
        .matches(d -> d.code().equals("description-missing"));
  }

  @Test
  void parse_ofToolsWithBlanks_keepsThem() {
    assertThat(
            header(copilot("description: d", "tools: ['search/code base', github/*]"))
                .tools()
                .allowed())
        .hasValue(List.of("search/code base", "github/*"));
  }

  @Test
  void parse_ofFieldsOfOtherDialects_keepsThemAsAttributes() {
    Header header = header(copilot("description: d", "maxTurns: many", "target: vscode"));

    assertThat(header.attributes()).isEqualTo(Map.of("maxTurns", "many", "target", "vscode"));
  }

  @Test
  void parse_ofToolsDeniedAsInAnotherDialect_deniesThemAllTheSame() {
    Header header = header(copilot("description: d", "tools: Read, Bash", "disallowedTools: Bash"));

    assertThat(header.tools().allows("Read", "x")).isTrue();
    assertThat(header.tools().allows("Bash", "ls")).isFalse();
  }

  @Test
  void specificity_isThatOfTheEnding() {
    assertThat(Formats.COPILOT.specificity("x/a.agent.md")).isEqualTo(9);
    assertThat(Formats.COPILOT.specificity("a.md")).isZero();
    assertThat(Formats.COPILOT.specificity(".agent.md")).isZero();
  }
}
