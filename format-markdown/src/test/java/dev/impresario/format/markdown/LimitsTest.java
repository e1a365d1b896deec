package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static dev.impresario.format.markdown.Formats.claudeWith;
import static dev.impresario.format.markdown.Formats.file;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.ParsedAgent;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit, and that what is expensive ends soon. */
class LimitsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private static ParsedAgent soon(AgentFormat format, byte[] content) {
    return assertTimeoutPreemptively(SOON, () -> format.parse("a.md", content));
  }

  private static ParsedAgent soon(String... fields) {
    return soon(Formats.CLAUDE, file(fields));
  }

  @Test
  void parse_ofFileAboveTheLimit_namesLimitAndOption() {
    ParsedAgent agent = soon("name: x", "description: " + "x".repeat(5_000_000));

    assertThat(lines(agent))
        .containsExactly(
            "a.md: error [file-too-large] the file has 5000036 bytes, more than 1048576; make it"
                + " shorter, or raise the option 'max-file-bytes'");
  }

  @Test
  void parse_ofFrontMatterAboveTheLimit_namesLimitAndOption() {
    ParsedAgent agent = soon("name: x", "description: " + "x".repeat(1_000_000));

    assertThat(lines(agent))
        .containsExactly(
            "a.md:1: error [front-matter-too-large] the front matter has 1000022 bytes, more than"
                + " 65536; move text below it, or raise the option 'max-front-matter-bytes'");
  }

  @Test
  void parse_ofLongestLineAllowed_loads() {
    AgentFormat format = claudeWith("max-front-matter-bytes", "262144");
    String text = "x".repeat(262_000);

    assertThat(header(soon(format, file("name: x", "description: >-", "  " + text))).description())
        .isEqualTo(text);
  }

  @Test
  void parse_ofTenThousandKeys_namesLimitAndOption() {
    String keys =
        IntStream.range(0, 10_000).mapToObj(i -> i + ":").collect(Collectors.joining("\n"));

    assertThat(lines(soon("name: x", keys)))
        .containsExactly(
            "a.md:202:1: error [too-many-keys] the front matter has more than 200 keys; remove"
                + " some, or raise the option 'max-keys'");
    assertThat(lines(soon("description: not: yaml", keys)))
        .containsExactly(
            "a.md:202:1: error [too-many-keys] the front matter has more than 200 keys; remove"
                + " some, or raise the option 'max-keys'");
  }

  @Test
  void parse_ofNestedKeys_countsThemAll() {
    String keys = IntStream.range(0, 200).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));

    assertThat(lines(soon("m: {" + keys + "}")))
        .singleElement()
        .asString()
        .contains("[too-many-keys]");
  }

  @Test
  void parse_ofNesting_allowsTwentyAndNoMore() {
    // the front matter itself is the first of the twenty
    String most = "x: " + "[".repeat(19) + "]".repeat(19);
    String more = "x: " + "[".repeat(20) + "]".repeat(20);

    assertThat(header(soon("name: x", "description: d", most)).attributes()).containsKey("x");
    assertThat(lines(soon("name: x", more)))
        .containsExactly(
            "a.md:3:23: error [too-deep] field 'x' is nested more than 20 deep; write it flatter,"
                + " or raise the option 'max-nesting'");
  }

  @Test
  void parse_ofNestingInAnyStyle_isRefused() {
    assertThat(lines(soon("x: " + "{a: ".repeat(2_000))))
        .singleElement()
        .asString()
        .contains("[too-deep]");
    assertThat(lines(soon("x:\n" + "- ".repeat(2_000) + "y")))
        .singleElement()
        .asString()
        .contains("[too-deep]");
    assertThat(lines(soon("x: " + "[".repeat(60_000))))
        .singleElement()
        .asString()
        .contains("[too-deep]");
    assertThat(lines(soon("? ".repeat(2_000)))).singleElement().asString().contains("[too-deep]");
  }

  @Test
  void parse_ofNestingThroughAliases_isRefused() {
    String ten = "[".repeat(10) + "]".repeat(10);

    assertThat(lines(soon("a: &a " + ten, "b: " + "[".repeat(10) + "*a" + "]".repeat(10))))
        .singleElement()
        .asString()
        .contains("a.md:3:14: error [too-deep]");
  }

  @Test
  void parse_ofAliases_allowsFiftyNodesAndNoMore() {
    String aliases = "*a, ".repeat(49);

    assertThat(
            header(soon("name: x", "description: d", "k: &a v", "l: [" + aliases + "*a]"))
                .attributes())
        .containsKey("l");
    assertThat(lines(soon("name: x", "k: &a v", "l: [" + aliases + "*a, *a]")))
        .containsExactly(
            "a.md:4:205: error [too-many-aliases] too many aliases: together they stand for more"
                + " than 50 values; write the values out, or raise the option 'max-alias-nodes'");
  }

  @Test
  void parse_of36NestedAliases_neverExpandsThem() {
    String doubling =
        IntStream.range(1, 37)
            .mapToObj(i -> "k" + i + ": &k" + i + " [*k" + (i - 1) + ", *k" + (i - 1) + "]")
            .collect(Collectors.joining("\n"));

    assertThat(lines(soon("k0: &k0 [x]", doubling)))
        .singleElement()
        .asString()
        .contains("[too-many-aliases]");
  }

  @Test
  void parse_ofMegabyteLinesInTheBody_loads() {
    byte[] content = bytes("---\nname: x\ndescription: d\n---\n" + "x".repeat(1_000_000));

    assertThat(header(soon(Formats.CLAUDE, content)).id()).isEqualTo("x");
    assertThat(lines(soon(Formats.CLAUDE, bytes("-".repeat(1_000_000)))))
        .singleElement()
        .asString()
        .contains("[front-matter-misplaced]");
    assertThat(header(soon(Formats.PLAIN, bytes("# " + "x".repeat(1_000_000)))).description())
        .hasSize(1_000);
    assertThat(lines(soon(Formats.CLAUDE, bytes("<!--".repeat(250_000)))))
        .singleElement()
        .asString()
        .contains("[not-an-agent]");
  }

  @Test
  void parse_ofLongBrokenFields_endsSoon() {
    for (String unit :
        new String[] {
          "x: ", "\"", "'x", "[", "{a,", "*x ", "&x ", "- ", "\\", "x\n  ", ": ", "(", "#"
        }) {
      String value = unit.repeat(60_000 / unit.length());

      assertThat(soon("name: x", "description: " + value).diagnostics()).as(unit).isNotNull();
      assertThat(soon("name: x", "tools: " + value).diagnostics()).as(unit).isNotEmpty();
    }
  }

  @Test
  void create_withLimitsOutOfRange_isRefused() {
    assertThatThrownBy(() -> claudeWith("max-nesting", "1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("provider 'claude': option 'max-nesting' must be from 2 to 100, but is 1");
    assertThatThrownBy(() -> claudeWith("max-front-matter-bytes", "262145"))
        .hasMessage(
            "provider 'claude': option 'max-front-matter-bytes' must be from 1 to 262144, but is"
                + " 262145");
    assertThatThrownBy(() -> claudeWith("max-keys", "many"))
        .hasMessage("provider 'claude': option 'max-keys' must be a whole number, but is 'many'");
  }

  @Test
  void create_withOtherLimits_obeysThem() {
    assertThat(claudeWith("max-file-bytes", "10").maximumBytes()).isEqualTo(10);
    assertThat(lines(soon(claudeWith("max-keys", "1"), file("name: x", "description: d"))))
        .singleElement()
        .asString()
        .contains("[too-many-keys] the front matter has more than 1 keys");
    assertThat(lines(soon(claudeWith("max-alias-nodes", "0"), file("a: &a x", "b: *a"))))
        .singleElement()
        .asString()
        .contains("[too-many-aliases]");
    assertThat(lines(soon(claudeWith("max-nesting", "2"), file("a: [[]]"))))
        .singleElement()
        .asString()
        .contains("[too-deep]");
  }
}
