package dev.impresario.format.markdown;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8, so that nothing is replaced silently when they are decoded. */
final class Utf8 {

  private Utf8() {}

  /** Refuses what is not UTF-8, at the line of its first bad byte. */
  static void check(byte[] content) {
    refuseUtf16(content);
    int bad = firstBadByte(content);
    if (bad >= 0) {
      throw new Refusal(
          "not-utf8",
          Position.ofLine(lineOf(content, bad)),
          "byte 0x%02X at offset %d is not UTF-8".formatted(content[bad], bad),
          "save the file as UTF-8");
    }
  }

  /** Refuses what begins with a byte order mark of UTF-16. */
  static void refuseUtf16(byte[] content) {
    if (hasUtf16Mark(content)) {
      throw new Refusal(
          "not-utf8", Position.FIRST_LINE, "the file is written in UTF-16", "save it as UTF-8");
    }
  }

  private static boolean hasUtf16Mark(byte[] content) {
    if (content.length < 2) {
      return false;
    }
    int mark = (content[0] & 0xFF) << 8 | (content[1] & 0xFF);
    return mark == 0xFEFF || mark == 0xFFFE;
  }

  private static int firstBadByte(byte[] content) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var bytes = ByteBuffer.wrap(content);
    var chars = CharBuffer.allocate(8192);
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, true);
      if (result.isError()) {
        return bytes.position();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      chars.clear();
    }
  }

  /** Counts lines as the YAML parser does: LF, CRLF and a lone CR each end one. */
  private static int lineOf(byte[] content, int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      boolean loneReturn = content[i] == '\r' && content[i + 1] != '\n';
      if (content[i] == '\n' || loneReturn) {
        line++;
      }
    }
    return line;
  }
}
