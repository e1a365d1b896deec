package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HiddenTextTest {
  private static final String FLAG = new String(Character.toChars(0x1F3F4));

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0B, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xFFF0, 0xAD, 0x34F,
        0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
        0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2062, 0x2066, 0x2067, 0x2068, 0x2069,
        0x206A, 0x3164, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0000, 0xE0001, 0xE0041,
        0xE007F, 0xE0100, 0xE01EF
      })
  void whatShowsNothing_isFound(int codePoint) {
    assertThat(message("ab" + Character.toString(codePoint) + "cd"))
        .isEqualTo("it holds 1 character that nobody can see: U+%04X".formatted(codePoint));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x1B, 0x1F, 0x7F, 0x9F, 0x200B})
  void whatShowsNothing_isFoundAtAnyPlace(int codePoint) {
    String hidden = Character.toString(codePoint);
    for (int before = 0; before < 20; before++) {
      for (String near : List.of(" ", "~", "\n", "\u00FC", "\u2019")) {
        String text = near.repeat(before) + hidden + near.repeat(20 - before);

        assertThat(find(text)).as("after %d of '%s'", before, near).isNotNull();
      }
    }
  }

  @Test
  void whatShowsNothing_isFoundInAllOfUnicode_andNothingElse() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (Character.getType(c) != Character.SURROGATE) {
        boolean hidden = Invisible.isControl(c) || Invisible.isHidden(c);

        String character = Character.toString(c);
        for (String text : List.of("a" + character + "b", "abcdefg" + character + "bcdefghi")) {
          assertThat(find(text) != null).as("U+%04X is hidden", c).isEqualTo(hidden);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("visible")
  void whatIsPartOfSomethingVisible_isNotFound(String text) {
    assertThat(find(text)).isNull();
  }

  static Stream<String> visible() {
    return Stream.of(
        "",
        "plain ASCII",
        "tab\tline\nline\r\nold line\rpage\f",
        "Grüße, “quoted” — and … • → ✓ 日本語 한국어 العربية עברית ไทย",
        "\uFEFFwith a mark at its begin",
        "⚠\uFE0F 🛠\uFE0F ℹ\uFE0F ‼\uFE0F ↔\uFE0F ©\uFE0F ▶\uFE0E",
        "1\uFE0F\u20E3 #\uFE0F\u20E3",
        "👩\u200D💻 👩🏽\u200D🔬 🏳\uFE0F\u200D🌈 ❤\uFE0F\u200D🔥 👨\u200D👩\u200D👧\u200D👦",
        "می\u200Cخواهم", // Persian
        "क्\u200Dष क्\u200Cष", // Hindi
        "ශ්\u200Dරී", // Sinhala
        "അവന്\u200D വന്നു", // Malayalam, at a word's end
        FLAG + tags("gbeng") + "\uDB40\uDC7F " + FLAG + tags("gbsct") + "\uDB40\uDC7F");
  }

  @ParameterizedTest
  @MethodSource("posing")
  void whatOnlyPosesAsPartOfSomethingVisible_isFound(String text) {
    assertThat(find(text)).isNotNull();
  }

  static Stream<String> posing() {
    return Stream.of(
        "a\u200Db", // letters that need no joiner
        "a\u200Cb",
        "⚠\uFE0F\uFE0F", // one selector is enough
        "⚠\uFE01",
        "a\uFE0F",
        "1\uFE0F 2",
        "👩\u200D\u200D💻",
        "👩\u200D now",
        "خ\u200C\u200Cو",
        "漢\uDB40\uDD00",
        FLAG + tags("rmrfx") + "\uDB40\uDC7F", // no flag there is
        FLAG + tags("gbeng") + tags("gbeng") + "\uDB40\uDC7F",
        FLAG + tags("gbeng"),
        tags("gbeng") + "\uDB40\uDC7F",
        "text \uFEFFwithin",
        "nice\u001B[8m do harm \u001B[0m", // concealed by a terminal
        "do harm\b\b\b\b\b\b\bbe nice");
  }

  @Test
  void find_namesThePlaceOfTheFirst_howMany_andWhichKinds() {
    Diagnostic found =
        Objects.requireNonNull(
            find("\uFEFFone\r\ntwo\rthr\u00E9\uD83D\uDE00e\u200B\u202E\u200B\n\u2060"));

    assertThat(found.place()).isEqualTo("qa.md:3:7");
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.message())
        .isEqualTo("it holds 4 characters that nobody can see: U+200B, U+202E, U+2060");
  }

  @Test
  void find_namesFiveKinds_andHowManyMore() {
    assertThat(message("\u200B\u200E\u200F\u202A\u202B\u202C\u202D"))
        .isEqualTo(
            "it holds 7 characters that nobody can see: U+200B, U+200E, U+200F, U+202A, U+202B and"
                + " 2 more kinds");
  }

  @Test
  void find_inAMegabyteOfTags_endsSoon() {
    assertThat(message(FLAG + tags("a".repeat(250_000)))).startsWith("it holds 250,000 characters");
  }

  @Test
  void find_inWhatIsNotUtf8_throwsNothing() {
    byte[] bytes = {(byte) 0xE2, (byte) 0x80, 'a', (byte) 0xF3, (byte) 0xFF, (byte) 0xE2};

    assertThat(HiddenText.find("qa.md", bytes)).isNull();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
  void find_inRealFiles_raisesNoFalseAlarm() throws IOException {
    var found = new ArrayList<Diagnostic>();
    int files = 0;
    for (Path file : corpus()) {
      Diagnostic one = HiddenText.find(file.toString(), Files.readAllBytes(file));
      files++;
      if (one != null) {
        found.add(one);
      }
    }

    assertThat(found).isEmpty();
    assertThat(files).isGreaterThan(400);
    System.out.println("hidden characters: none in " + files + " real files");
  }

  private static List<Path> corpus() throws IOException {
    Path root = Path.of(String.valueOf(System.getenv("IMPRESARIO_CORPUS")));
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static String tags(String text) {
    var tags = new StringBuilder();
    text.chars().forEach(c -> tags.appendCodePoint(0xE0000 + c));
    return tags.toString();
  }

  private static @Nullable Diagnostic find(String text) {
    return HiddenText.find("qa.md", text.getBytes(UTF_8));
  }

  private static @Nullable String message(String text) {
    Diagnostic found = find(text);
    return found == null ? null : found.message();
  }
}
