package dev.impresario.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD800",
        "\uDC00",
        "a\uD83D",
        "\uDE00\uD83D",
        "\uD83D\uD83D\uDE00\uDE00",
        "漢\uDBFFé\uDFFF",
        "\uFFFD",
        "\uFFFD\uDEAD?",
        "\uD7FF\uE000",
        "",
        "plain",
        "Grüße\r\n",
        "漢字",
        "\uD83D\uDE00",
        "\0"
      })
  void text_thereAndBack_isTheSame(String text) {
    assertThat(Codec.TEXT.decode(Codec.TEXT.encode(text))).isEqualTo(text);
  }

  @Test
  void text_always_isUtf8() {
    assertThat(Codec.TEXT.encode("é漢")).isEqualTo("é漢".getBytes(UTF_8));
  }

  @Test
  void text_withHalfACharacter_isUtf8ForTheRest() {
    byte[] bytes = Codec.TEXT.encode("é\uD800漢");

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("c3a9" + "eda080" + "e6bca2");
  }

  @Test
  void text_ofAnyChars_isTheSameAfterwards() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        int from = random.nextBoolean() ? 0xD7F0 : random.nextInt(0xFF00);
        text.append((char) (from + random.nextInt(0x820) % (0x10000 - from)));
      }

      String seen = text.toString();
      assertThat(Codec.TEXT.decode(Codec.TEXT.encode(seen))).isEqualTo(seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "eda0", "61eda0", "eda07f", "c080", "f5808080", "80"})
  void decode_ofWhatIsNoText_throws(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codec.TEXT.decode(HexFormat.of().parseHex(hex)))
        .withMessage("these bytes are no text");
  }

  @Test
  void encode_twice_givesEachCallerBytesOfItsOwn() {
    assertThat(Codec.TEXT.encode("a")).isNotSameAs(Codec.TEXT.encode("a"));
  }
}
