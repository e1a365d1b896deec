package dev.impresario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic.Severity;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticTest {

  @Test
  void toString_withPlaceAndHint_isOneReadableLine() {
    Diagnostic diagnostic =
        Diagnostic.at(
                Severity.ERROR, "yaml-syntax", "qa.md", 3, 14, "mapping values", "quote the value")
            .withSource(".claude/agents");

    assertThat(diagnostic)
        .hasToString(
            ".claude/agents/qa.md:3:14: error [yaml-syntax] mapping values; quote the value");
  }

  @Test
  void toString_ofAWholeFileWithoutHint_endsWithTheMessage() {
    Diagnostic diagnostic =
        Diagnostic.ofFile(Severity.WARNING, "not-an-agent", "README.md", "no front matter", null);

    assertThat(diagnostic).hasToString("README.md: warning [not-an-agent] no front matter");
  }

  @Test
  void toString_withoutAnyPlace_beginsWithTheSeverity() {
    Diagnostic diagnostic =
        Diagnostic.ofSource(Severity.INFO, "empty-source", "nothing there", null);

    assertThat(diagnostic).hasToString("info [empty-source] nothing there");
  }

  @Test
  void place_always_givesWhatIsKnown() {
    assertThat(at(0, 0).place()).isEqualTo("qa.md");
    assertThat(at(3, 0).place()).isEqualTo("qa.md:3");
    assertThat(at(3, 14).place()).isEqualTo("qa.md:3:14");
    assertThat(at(3, 14).withSource("agents").place()).isEqualTo("agents/qa.md:3:14");
    assertThat(Diagnostic.ofSource(Severity.ERROR, "x", "gone", null).withSource("agents").place())
        .isEqualTo("agents");
  }

  @Test
  void place_whenThePathIsHostile_isEscaped() {
    Diagnostic diagnostic =
        Diagnostic.ofFile(Severity.ERROR, "x", "a\nb\u001b[31m\u202egnp.md", "broken", null);

    assertThat(diagnostic.place()).isEqualTo("a\\u000ab\\u001b[31m\\u202egnp.md");
    assertThat(diagnostic.path()).isEqualTo("a\nb\u001b[31m\u202egnp.md");
  }

  @Test
  void place_whenThePathIsLong_keepsTheFilesOwnName() {
    Diagnostic diagnostic =
        Diagnostic.ofFile(Severity.ERROR, "x", "d/".repeat(500) + "qa.md", "broken", null);

    assertThat(diagnostic.place()).startsWith("…").endsWith("/qa.md").hasSize(298);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "漢", "\uD83D\uDE00", "\n", "\u202e", "\uD83D", "\uDB40\uDC01"})
  void toString_whateverTheTexts_isOneEncodableLineBelowOneKilobyte(String unit) {
    String text = unit.repeat(5_000);
    Diagnostic diagnostic =
        new Diagnostic(
            Severity.WARNING,
            "a-rather-long-name-of-a-problem",
            text,
            text,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            text,
            text);

    String line = diagnostic.toString();

    assertThat(line.getBytes(UTF_8)).hasSizeLessThan(1_024);
    assertThat(line.codePoints().noneMatch(SafeText::isUnsafe)).isTrue();
    assertThat(isEncodable(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {395, 396, 397, 398, 399, 400, 401, 402})
  void message_nearTheLimit_isNeverCutWithinACharacter(int ascii) {
    Diagnostic diagnostic =
        Diagnostic.ofSource(
            Severity.ERROR, "x", "a".repeat(ascii) + "\uD83D\uDE00".repeat(3), null);

    assertThat(isEncodable(diagnostic.message())).isTrue();
    assertThat(diagnostic.message().getBytes(UTF_8)).hasSizeBetween(397, 400);
    assertThat(diagnostic.message()).endsWith("…");
  }

  @Test
  void message_ofExactlyTheLimit_isNotCut() {
    String message = "m".repeat(400);
    String hint = "h".repeat(200);

    Diagnostic diagnostic = Diagnostic.ofSource(Severity.ERROR, "x", message, hint);

    assertThat(diagnostic.message()).isEqualTo(message);
    assertThat(diagnostic.hint()).isEqualTo(hint);
  }

  @Test
  void messageAndHint_whenHostile_areEscaped() {
    Diagnostic diagnostic =
        Diagnostic.ofSource(Severity.ERROR, "x", "name 'a\nERROR forged'", "see \u001b]0;x\u0007");

    assertThat(diagnostic.message()).isEqualTo("name 'a\\u000aERROR forged'");
    assertThat(diagnostic.hint()).isEqualTo("see \\u001b]0;x\\u0007");
  }

  @Test
  void withSource_always_leavesEscapedAndCutTextsAsTheyAre() {
    Diagnostic diagnostic =
        Diagnostic.ofSource(
            Severity.ERROR, "x", "a\n" + "漢".repeat(500), "\u001b" + "é".repeat(500));

    Diagnostic again = diagnostic.withSource("one").withSource("two");

    assertThat(again.message()).isEqualTo(diagnostic.message());
    assertThat(again.hint()).isEqualTo(diagnostic.hint());
    assertThat(again.source()).isEqualTo("two");
  }

  @Test
  void isError_onlyForErrors() {
    assertThat(Diagnostic.ofSource(Severity.ERROR, "x", "m", null).isError()).isTrue();
    assertThat(Diagnostic.ofSource(Severity.WARNING, "x", "m", null).isError()).isFalse();
    assertThat(Diagnostic.ofSource(Severity.INFO, "x", "m", null).isError()).isFalse();
  }

  @Test
  void severities_always_sortTheWorstFirst() {
    assertThat(Severity.values()).containsExactly(Severity.ERROR, Severity.WARNING, Severity.INFO);
  }

  @Test
  void constructor_whenAPositionIsNegative_throws() {
    assertThatThrownBy(() -> at(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line and column must not be negative");
    assertThatThrownBy(() -> at(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line and column must not be negative");
  }

  private static Diagnostic at(int line, int column) {
    return Diagnostic.at(Severity.ERROR, "x", "qa.md", line, column, "broken", null);
  }

  private static boolean isEncodable(String text) {
    try {
      UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
