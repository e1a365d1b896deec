package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.ParsedAgent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingFrontMatterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Title\n\n---\nname: x\n---\n",
        "<!-- only a comment -->\n",
        "<!-- never closed\n---\n",
        "-- x\n",
        "---x\n",
        "--- x\n",
        "- - -\n",
        "text\n"
      })
  void parse_ofOrdinaryMarkdown_warnsThatItIsNoAgent(String file) {
    ParsedAgent agent = Formats.CLAUDE.parse("README.md", bytes(file));

    assertThat(lines(agent))
        .containsExactly(
            "README.md:1: warning [not-an-agent] this has no front matter, so it is not taken for"
                + " an agent; begin it with a line '---', or turn on the format 'plain'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n---\nname: x\n---\n",
        "\uFEFF\n---\nname: x\n---\n",
        "<!-- a --><!-- b\nc -->\n\n---\nname: x\n---\n",
        "  ---\nname: x\n",
        "------ \nname: x\n",
        "---\rname: x\r---\r"
      })
  void parse_ofFencesInTheWrongPlace_refusesThem(String file) {
    for (var format : new AgentFormat[] {Formats.CLAUDE, Formats.PLAIN}) {
      assertThat(lines(format.parse("x.md", bytes(file))))
          .containsExactly(
              "x.md:1: error [front-matter-misplaced] the front matter does not begin with a line 1"
                  + " of three dashes; make '---' the whole first line, with nothing before it, and"
                  + " end lines with LF or CRLF");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\r\n", "\uFEFF", "\uFEFF\n"})
  void parse_ofNothing_saysSo(String file) {
    for (var format : new AgentFormat[] {Formats.SKILL, Formats.PLAIN}) {
      assertThat(lines(format.parse("SKILL.md", bytes(file))))
          .containsExactly(
              "SKILL.md: error [empty-file] the file is empty; write an agent, or remove it");
    }
  }
}
