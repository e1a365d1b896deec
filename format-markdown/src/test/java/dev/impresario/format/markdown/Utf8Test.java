package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8Test {
  /** ASCII, whole characters of each length, the edges of each form, and bytes by themselves. */
  private static final List<byte[]> PIECES =
      List.of(
          "a".getBytes(UTF_8),
          "eight ch".getBytes(UTF_8),
          "sixteen letters.".getBytes(UTF_8),
          "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff".getBytes(UTF_8),
          "\u00e9".getBytes(UTF_8),
          "\u2026".getBytes(UTF_8),
          "\ud83d\ude00".getBytes(UTF_8),
          bytes(0xC0, 0x80),
          bytes(0xC1, 0xBF),
          bytes(0xE0, 0x9F, 0xBF),
          bytes(0xED, 0xA0, 0x80),
          bytes(0xF0, 0x8F, 0xBF, 0xBF),
          bytes(0xF4, 0x90, 0x80, 0x80),
          bytes(0xF5),
          bytes(0xE2),
          bytes(0xF0, 0x9F),
          bytes(0x80),
          bytes(0xFF));

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void isValid_ofEveryThreeBytesAfterALeadingOne_agreesWithTheDecoder() {
    for (int first = 0x80; first < 0x100; first++) {
      for (int rest = 0; rest < 1 << 12; rest++) {
        // every second byte; of the third, which goes on or not, the upper half decides
        assertAgrees(bytes(first, rest >> 4 & 0xFF, (rest & 0xF) << 4, 0x80));
      }
    }
  }

  @Test
  void isValid_ofAnyBytes_agreesWithTheDecoder() {
    Seeded chance = Seeded.create("bytes");

    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new ByteArrayOutputStream();
      for (int pieces = chance.below(6); pieces >= 0; pieces--) {
        text.writeBytes(chance.oneIn(10) ? bytes(chance.below(256)) : chance.anyOf(PIECES));
      }
      valid += assertAgrees(text.toByteArray()) ? 1 : 0;
    }

    assertThat(valid).isBetween(5_000, 195_000);
  }

  private static boolean assertAgrees(byte[] content) {
    boolean valid = Utf8.isValid(content);
    if (valid != isDecodable(content)) {
      assertThat(valid).as(HexFormat.of().formatHex(content)).isEqualTo(!valid);
    }
    return valid;
  }

  private static boolean isDecodable(byte[] content) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
