package dev.impresario.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Grüße\r\n", "漢字", "\uD83D\uDE00", "\0"})
  void text_thereAndBack_isTheSame(String text) {
    assertThat(Codec.TEXT.decode(Codec.TEXT.encode(text))).isEqualTo(text);
  }

  @Test
  void text_always_isUtf8() {
    assertThat(Codec.TEXT.encode("é漢")).isEqualTo("é漢".getBytes(UTF_8));
  }

  @Test
  void encode_twice_givesEachCallerBytesOfItsOwn() {
    assertThat(Codec.TEXT.encode("a")).isNotSameAs(Codec.TEXT.encode("a"));
  }
}
