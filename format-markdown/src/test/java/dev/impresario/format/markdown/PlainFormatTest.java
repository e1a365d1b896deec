package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.ToolGrant;
import dev.impresario.spi.ParsedAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainFormatTest {

  private static ParsedAgent parse(String path, String file) {
    return Formats.PLAIN.parse(path, bytes(file));
  }

  @ParameterizedTest
  @CsvSource({
    "a/qa-agent.md, qa",
    "data_engineer_agent.md, data_engineer",
    "base.md, base",
    "agent.md, agent",
    "a.b.md, a.b"
  })
  void parse_ofPath_makesTheIdOfTheFilesName(String path, String id) {
    assertThat(header(parse(path, "text")).id()).isEqualTo(id);
  }

  @Test
  void parse_ofBadFileName_refusesIt() {
    assertThat(lines(parse("-agent.md", "text")))
        .containsExactly(
            "-agent.md: error [name-invalid] the name is empty; use letters, digits, blanks and"
                + " marks such as - _ .");
  }

  @Test
  void parse_ofRole_takesTheWholeFileLessTheMark() {
    ParsedAgent agent = parse("x.md", "\uFEFF# X\n\ntext ---\n---\n");

    assertThat(agent.bodyOffset()).isEqualTo(3);
    assertThat(header(agent).tools()).isEqualTo(ToolGrant.inherit());
    assertThat(header(agent).attributes()).isEmpty();
    assertThat(agent.diagnostics()).isEmpty();
  }

  @Test
  void parse_ofPrimaryRole_describesByItsFirstLine() {
    String file = "# X Agent\n\n## 🎯 Primary Role\n\n  **Does** things.  \nMore.\n";

    assertThat(header(parse("x.md", file)).description()).isEqualTo("**Does** things.");
  }

  @Test
  void parse_withoutPrimaryRole_describesByTheTitle() {
    assertThat(header(parse("x.md", "text\n# X Agent \n# Y\n")).description()).isEqualTo("X Agent");
    assertThat(header(parse("x.md", "# X\n## Primary Role\n## Next\ntext\n")).description())
        .isEqualTo("X");
    assertThat(header(parse("x.md", "## Other\n#no heading\n")).description()).isEmpty();
  }

  @Test
  void parse_ofFrontMatter_leavesItToOthers() {
    assertThat(parse("x.md", "---\nname: x\n---\nBody")).isSameAs(ParsedAgent.notThisFormat());
  }

  @Test
  void parse_ofFrontMatterNeverClosed_refusesIt() {
    assertThat(lines(parse("x.md", "---\nname: x\n")))
        .containsExactly(
            "x.md:1: error [front-matter-unclosed] the front matter that begins here never ends;"
                + " write a line '---' below its last field");
  }

  @Test
  void parse_ofBytesThatAreNotUtf8_refusesThem() {
    assertThat(
            lines(
                Formats.PLAIN.parse("x.md", new byte[] {'a', '\r', 'b', '\r', '\n', (byte) 0xFF})))
        .containsExactly(
            "x.md:3: error [not-utf8] byte 0xFF at offset 5 is not UTF-8; save the file as UTF-8");
  }

  @Test
  void specificity_isThatOfTheEnding() {
    assertThat(Formats.PLAIN.specificity("a/b.md")).isEqualTo(3);
    assertThat(Formats.PLAIN.specificity("b.markdown")).isZero();
  }
}
