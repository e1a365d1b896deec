package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Grüße", "漢字", "\uD83D\uDE00", "a\\u001b", "100 % {} %n"})
  void escape_whenNothingIsUnsafe_returnsTheSameObject(String text) {
    assertThat(SafeText.escape(text)).isSameAs(text);
  }

  @ParameterizedTest(name = "U+{0}")
  @CsvSource({
    "0000,  \\u0000",
    "0009,  \\u0009",
    "000A,  \\u000a",
    "000D,  \\u000d",
    "001B,  \\u001b",
    "007F,  \\u007f",
    "0085,  \\u0085",
    "009B,  \\u009b",
    "00AD,  \\u00ad",
    "200B,  \\u200b",
    "200D,  \\u200d",
    "2028,  \\u2028",
    "2029,  \\u2029",
    "202E,  \\u202e",
    "2066,  \\u2066",
    "D800,  \\ud800",
    "DC00,  \\udc00",
    "E000,  \\ue000",
    "FEFF,  \\ufeff",
    "E0001, \\udb40\\udc01",
    "F0000, \\udb80\\udc00",
  })
  void escape_whenACharacterIsUnsafe_writesItsCode(String code, String escaped) {
    int codePoint = Integer.parseInt(code, 16);
    String unsafe = "a" + Character.toString(codePoint) + "\uD83D\uDE00z";

    assertThat(SafeText.escape(unsafe)).isEqualTo("a" + escaped + "\uD83D\uDE00z");
    assertThat(SafeText.isUnsafe(codePoint)).isTrue();
  }

  @Test
  void escape_ofWhatShowsNothing_isEscaped_butNotWhatEmojiNeed() {
    assertThat(SafeText.escape("re\u3164view\u2800er\ufe00"))
        .isEqualTo("re\\u3164view\\u2800er\\ufe00");
    assertThat(SafeText.escape("\u2764\ufe0f")).isEqualTo("\u2764\ufe0f");
  }

  @Test
  void escape_afterCharactersOfTwoUnits_losesNone() {
    assertThat(SafeText.escape("\uD83D\uDE00\uD83D\uDE00\nx"))
        .isEqualTo("\uD83D\uDE00\uD83D\uDE00\\u000ax");
  }

  @Test
  void escape_twice_changesNothingMore() {
    String once = SafeText.escape("\u001b[31m\u202e");

    assertThat(SafeText.escape(once)).isSameAs(once);
  }

  @Test
  void escape_whateverTheText_leavesNothingUnsafe() {
    var everything = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += 7) {
      everything.appendCodePoint(codePoint);
    }

    String safe = SafeText.escape(everything.toString());

    assertThat(safe.codePoints().noneMatch(SafeText::isUnsafe)).isTrue();
  }
}
