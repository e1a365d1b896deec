package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

  @Test
  void fit_ofTextThatJustFits_leavesIt() {
    assertThat(Columns.fit("abcde", 5)).isEqualTo("abcde");
  }

  @Test
  void fit_ofTextOneTooLong_endsWithAnEllipsis() {
    assertThat(Columns.fit("abcdef", 5)).isEqualTo("abcd…");
  }

  @Test
  void fit_ofWideCharacters_countsTwoColumnsEach() {
    assertThat(Columns.fit("漢字漢字", 8)).isEqualTo("漢字漢字");
    assertThat(Columns.fit("漢字漢字", 7)).isEqualTo("漢字漢…");
    assertThat(Columns.fit("漢字漢字", 6)).isEqualTo("漢字…");
  }

  @Test
  void fit_ofEmoji_neverCutsOneInTwo() {
    assertThat(Columns.fit("😀😀😀", 5)).isEqualTo("😀😀…");
  }

  @Test
  void fit_ofCombiningMarks_countsNoColumns() {
    assertThat(Columns.fit("e\u0301e\u0301e\u0301", 3)).isEqualTo("e\u0301e\u0301e\u0301");
  }

  @Test
  void fit_ofLineBreaksAndTabs_makesOneLine() {
    assertThat(Columns.fit(" a\r\n\tb  c\n", 10)).isEqualTo("a b c");
  }

  @Test
  void fit_ofControlCharacters_escapesThem() {
    assertThat(Columns.fit("a\u001b[1m", 20)).isEqualTo("a\\u001b[1m");
  }

  @Test
  void fit_ofTextWithoutEnd_isQuick() {
    assertThat(Columns.fit("x".repeat(5_000_000), 10)).isEqualTo("xxxxxxxxx…");
  }

  @Test
  void fit_ofTextThatIsLongButNotWide_looksFarEnough() {
    assertThat(Columns.fit(" ".repeat(5_000) + "ab \n" + " ".repeat(5_000) + "c", 5))
        .isEqualTo("ab c");
    assertThat(Columns.fit("e" + "\u0301".repeat(1_000) + "abc", 3))
        .isEqualTo("e" + "\u0301".repeat(1_000) + "a…");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void fit_whereverACharacterStands_doesNotTakeHalfOfIt(int before) {
    assertThat(Columns.fit(" ".repeat(before) + "😀".repeat(100), 5)).isEqualTo("😀😀…");
  }

  @Test
  void width_ofEmojiPresentation_countsTwo() {
    assertThat(Columns.width("⚠\ufe0f")).isEqualTo(2);
    assertThat(Columns.width("✅")).isEqualTo(2);
    assertThat(Columns.width("✓")).isEqualTo(1);
  }
}
