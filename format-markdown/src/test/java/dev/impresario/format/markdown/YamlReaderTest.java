package dev.impresario.format.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

class YamlReaderTest {
  private static final Limits LIMITS = new Limits(1 << 20, 1 << 16, 20, 50, 200);

  private static final List<String> FRAGMENTS =
      List.of(
          "a",
          "b: ",
          "c:\n",
          "key: ",
          "- ",
          "? ",
          ": ",
          "[",
          "]",
          "{",
          "}",
          ", ",
          "\n",
          "\n  ",
          "\n    ",
          " ",
          "\"x\"",
          "'y'",
          "\"",
          "'",
          "&n ",
          "*n",
          "*n ",
          "|\n  x\n  y\n",
          ">-\n  x\n\n  y\n",
          " # c",
          "#",
          "x y",
          "é",
          "\u2028",
          "😀",
          "\t",
          "\r\n",
          "~",
          "null",
          "\\",
          "\n- ",
          "\nd: ",
          "\ne:\n  f: ",
          "\n...\n",
          "\n? ",
          "@",
          "`",
          "%",
          "-",
          ":",
          "<<: ");

  /** After a key with {@code ?}, the library takes a scalar for the value, colon or not. */
  private static final Pattern LIBRARY_SLIP = Pattern.compile("\\?\\s");

  static @Nullable Node read(String text) throws YamlSyntax {
    return new YamlReader(new YamlGuard(LIMITS), text, 2).read();
  }

  private static Mapping mapping(String text) throws YamlSyntax {
    return (Mapping) Objects.requireNonNull(read(text));
  }

  @Test
  void read_ofEveryStyle_keepsTextsAndPlaces() throws YamlSyntax {
    Mapping root =
        mapping(
            """
                plain: no
                single: 'it''s'
                double: "a\\tb"
                literal: |
                  one
                  two
                folded: >-
                  one
                  two
                list: [1, 007]
                map:
                  inner: 2026-01-01
                """);

    assertThat(root.asAttribute())
        .isEqualTo(
            Map.of(
                "plain", "no",
                "single", "it's",
                "double", "a\tb",
                "literal", "one\ntwo\n",
                "folded", "one two",
                "list", List.of("1", "007"),
                "map", Map.of("inner", "2026-01-01")));
    assertThat(root.at()).isEqualTo(new Position(2, 1));
    assertThat(root.entries().get(5).value())
        .isEqualTo(
            new Sequence(
                List.of(
                    new Scalar("1", true, new Position(11, 8)),
                    new Scalar("007", true, new Position(11, 11))),
                new Position(11, 7)));
  }

  @Test
  void read_ofNothing_isNull() throws YamlSyntax {
    assertThat(read("")).isNull();
    assertThat(read("\n# only a comment\n")).isNull();
  }

  @Test
  void read_ofAnAlias_isTheAnchoredNodeItself() throws YamlSyntax {
    Mapping root = mapping("a: &n [x]\nb: *n\n");

    assertThat(root.entries().get(1).value()).isSameAs(root.entries().get(0).value());
  }

  @Test
  void read_ofAnAliasAsAKey_isTheAnchoredTextItself() throws YamlSyntax {
    assertThat(compare("key: &n >-\n  x\n*n : z\n")).isTrue();
  }

  @Test
  void read_ofMergeKey_mergesNothing() throws YamlSyntax {
    Mapping root = mapping("base: &n {tools: Read}\n<<: *n\n");

    assertThat(root.entries()).extracting(Node.Entry::name).containsExactly("base", "<<");
  }

  @Test
  void read_ofHalfAList_tellsWhereItBegins() {
    assertThatThrownBy(() -> read("a: b\nc: [d,\n"))
        .isInstanceOfSatisfying(
            YamlSyntax.class, e -> assertThat(e.at()).isEqualTo(new Position(3, 4)));
  }

  @Test
  void read_ofOddEscape_isSyntaxAndNotAnotherException() {
    assertThatThrownBy(() -> read("a: \"\\UFFFFFFFF\"\n")).isInstanceOf(YamlSyntax.class);
  }

  @Test
  void read_ofControlCharacter_tellsItsPlace() {
    assertThatThrownBy(() -> read("a: b\nc: d\u0007e\n"))
        .isInstanceOfSatisfying(
            YamlSyntax.class,
            e -> {
              assertThat(e.at()).isEqualTo(new Position(3, 5));
              assertThat(e.problem())
                  .isEqualTo("the character U+0007 may not be here, in quotes or not");
            });
  }

  @Test
  void read_ofAnyText_equalsTheLibrarysOwnParser() {
    Seeded chance = Seeded.create("yaml soup");

    int trees = 0;
    for (int i = 0; i < 30_000; i++) {
      trees += compare(chance.soup(FRAGMENTS, 12)) ? 1 : 0;
    }

    assertThat(trees).as("texts that are YAML, of 30000").isGreaterThan(3_000);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
  void read_ofRealFrontMatter_equalsTheLibrarysOwnParser() throws Exception {
    assertThat(CorpusTest.frontMatters()).hasSize(383).allMatch(YamlReaderTest::compare);
  }

  /** Compares one text, and returns whether it is YAML and within the limits. */
  private static boolean compare(String text) {
    Object ours = ours(text);
    boolean slip = ours instanceof YamlSyntax && LIBRARY_SLIP.matcher(text).find();
    if (ours instanceof Refusal || slip) {
      return false;
    }
    Object theirs = theirs(text);
    assertThat(ours instanceof YamlSyntax ? "no YAML" : ours)
        .as("<%s> %s", text.replace("\n", "\\n").replace("\r", "\\r"), ours)
        .isEqualTo(theirs);
    return !(ours instanceof YamlSyntax);
  }

  private static Object ours(String text) {
    try {
      return Optional.ofNullable(read(text));
    } catch (YamlSyntax | Refusal e) {
      return e;
    }
  }

  private static Object theirs(String text) {
    try {
      return Optional.ofNullable(LibraryTree.of(text));
    } catch (YamlEngineException | NumberFormatException e) {
      return "no YAML";
    }
  }
}
