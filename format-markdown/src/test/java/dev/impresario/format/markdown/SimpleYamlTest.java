package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.format.markdown.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleYamlTest {
  private static final int FIRST_LINE = 2;

  private static final List<String> LINES =
      List.of(
          "name: x",
          "tools: Read, Grep",
          "tools: [Read, Grep]",
          "list:",
          "- a",
          "- b c",
          "  - a",
          "  - 'b'",
          "   - c",
          "model: \"opus\"",
          "a: 'it'",
          "a: 'it''s'",
          "b: \"x\\n\"",
          "c: é 😀 ü",
          "d: null",
          "e:",
          "f: ",
          "g: [ ]",
          "h: []",
          "i: [a b]",
          "j: [a,]",
          "k: [a, b",
          "# note",
          "",
          " ",
          "  more",
          "l: a: b",
          "m: a #b",
          "n: a#b",
          "o: a:b",
          "p: a:",
          "q: 007",
          "r: *",
          "s: ~",
          "t: -1",
          "u: \"x\" y",
          "v: 'x' # c",
          "w: http://x/y",
          "x-y_z: 1",
          "9: x",
          "y: a\tb",
          "- k: v",
          "-",
          "--- x",
          "...",
          "z: \u2028",
          "aa: [x, y/z, a.b-c]",
          "bb: [x,y]   ",
          "cc:   spaced   ",
          "dd:-x",
          "ee: (a) b",
          "ff: $x",
          "gg: \u00a0x",
          "hh: [a,  b]",
          "ii: &a x",
          "jj: |",
          "oo: >\n  folded text\n  and # more",
          "pp: >-\n one",
          "qq: |\n    kept text\n    - and more",
          "rr: |-\n  x\n  y",
          "ss: >",
          "kk: a  #c",
          "ll: []x",
          "mm: [-a]",
          "nn: [a:b]");

  /** What has a meaning in YAML, ends lines for some, or is no letter for some. */
  private static final List<String> CHARACTERS =
      List.of(
          " ",
          "\n",
          "\r",
          "\r\n",
          "\t",
          "-",
          "- ",
          ":",
          ": ",
          "#",
          " #",
          "[",
          "]",
          "{",
          "}",
          ",",
          "\"",
          "'",
          "\\",
          "|",
          ">",
          "&",
          "*",
          "!",
          "%",
          "@",
          "`",
          "?",
          "? ",
          "~",
          "=",
          "<<",
          ".",
          "_",
          "/",
          "$",
          "(",
          "0",
          "\u00e9",
          "\u0131",
          "\u00aa",
          "\u00a0",
          "\u0085",
          "\u007f",
          "\u2028",
          "\u2029",
          "\ufeff",
          "\ufffd",
          "\uffff",
          "\ud83d\ude00",
          "\u3000",
          "\u0660");

  private static Optional<Mapping> read(String text) {
    return SimpleYaml.read(text, FIRST_LINE, 200);
  }

  @Test
  void read_ofSimpleFields_findsThem() {
    Mapping root =
        read("name: qa\r\n# note\r\n\r\ntools: [Read, Grep]\r\nskills:\r\n  - a\r\n  - \"b: c\"\r\nempty:\r\n")
            .orElseThrow();

    assertThat(root.asAttribute())
        .isEqualTo(
            Map.of(
                "name",
                "qa",
                "tools",
                List.of("Read", "Grep"),
                "skills",
                List.of("a", "b: c"),
                "empty",
                ""));
    assertThat(root.entries().get(1).value().at()).isEqualTo(new Position(5, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment\n",
        "a: b: c\n",
        "a: b\n  c\n",
        "a: b\na: c\n",
        "a: |\n",
        "a: >\n  b",
        "a: |\n  b\n   c\n",
        "a: |\n   b\n  c\n",
        "a: >\n  b\n\n  c\n",
        "a: >\n  b \n",
        "a: >+\n  b\n",
        "a: >\n  tools: b\n",
        "a: \"\\n\"\n",
        "a: *b\n",
        "a: !t b\n",
        "a:\tb\n",
        "a: [b, [c]]\n",
        "a: {b: c}\n",
        "- a\n",
        "a: b\rc: d\n",
        "a: b\u0000\n",
        "a: [b,\u3000c]\n",
        "a: [\u3000]\n"
      })
  void read_ofAnythingElse_declines(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  void read_ofTextsOfSeveralLines_joinsThem() {
    Mapping root =
        read("a: >\r\n  b\r\n  c\r\nd: >-\n e\n f\ng: |\n  h\n  i\nj: |-\n   k\n   l\n")
            .orElseThrow();

    assertThat(root.asAttribute())
        .isEqualTo(Map.of("a", "b c\n", "d", "e f", "g", "h\ni\n", "j", "k\nl"));
    assertThat(root.entries().get(1).value().at()).isEqualTo(new Position(5, 4));
  }

  @Test
  void read_ofMoreKeysThanAllowed_declines() {
    assertThat(SimpleYaml.read("a: b\nc: d\n", FIRST_LINE, 1)).isEmpty();
  }

  @Test
  void read_ofAnyLines_equalsTheFullReaderOrDeclines() throws YamlSyntax {
    Seeded chance = Seeded.create("simple lines");

    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      String lineEnd = chance.oneIn(5) ? "\r\n" : "\n";
      for (int lines = chance.below(5); lines >= 0; lines--) {
        text.append(chance.anyOf(LINES)).append(lines == 0 && chance.oneIn(3) ? "" : lineEnd);
      }
      taken += compare(text.toString()) ? 1 : 0;
    }

    assertThat(taken).as("texts taken, of 50000").isGreaterThan(5_000);
  }

  @Test
  void read_ofLinesWithSlips_equalsTheFullReaderOrDeclines() throws YamlSyntax {
    Seeded chance = Seeded.create("simple slips");

    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      for (int lines = chance.below(4); lines >= 0; lines--) {
        text.append(chance.anyOf(LINES)).append('\n');
      }
      for (int slips = chance.below(3); slips >= 0; slips--) {
        slip(text, chance);
      }
      // a slip may halve a pair of surrogates, which no text has that was read from bytes
      taken += compare(new String(text.toString().getBytes(UTF_8), UTF_8)) ? 1 : 0;
    }

    assertThat(taken).as("texts taken, of 100000").isGreaterThan(5_000);
  }

  /** Puts in, takes out or doubles a character at any place. */
  private static void slip(StringBuilder text, Seeded chance) {
    int at = chance.below(text.length());
    switch (chance.below(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, text.charAt(at));
      default -> text.insert(at, chance.anyOf(CHARACTERS));
    }
    if (text.isEmpty()) {
      text.append('\n');
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
  void read_ofRealFrontMatter_equalsTheFullReaderAndRarelyDeclines() throws Exception {
    List<String> texts = CorpusTest.frontMatters().toList();

    int taken = 0;
    for (String text : texts) {
      taken += compare(text) ? 1 : 0;
    }

    System.out.println("simple: " + taken + " of " + texts.size() + " files");
    assertThat(taken).isGreaterThan(texts.size() * 9 / 10);
  }

  private static boolean compare(String text) throws YamlSyntax {
    Optional<Mapping> simple = read(text);
    if (simple.isPresent()) {
      assertThat(simple.get()).as(text).isEqualTo(YamlReaderTest.read(text));
    }
    return simple.isPresent();
  }
}
