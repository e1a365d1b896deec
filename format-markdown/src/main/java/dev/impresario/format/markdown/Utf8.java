package dev.impresario.format.markdown;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8, so that nothing is replaced silently when they are decoded. */
final class Utf8 {
  // a buffer's getLong checks more than its bounds, which no compiler moves out of the loop
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int STEP = 4 * Long.BYTES;

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

  /** Returns where what is not UTF-8 begins, or -1: nearly always, so the decoder rarely runs. */
  private static int firstBadByte(byte[] content) {
    return isValid(content) ? -1 : firstUndecodable(content);
  }

  /** Passes over ASCII many bytes at a time; decoding a file takes ten times as long. */
  static boolean isValid(byte[] content) {
    int i = nextOther(content, 0);
    while (i < content.length) {
      int length = lengthOfCharacter(content, i);
      if (length == 0) {
        return false;
      }
      i += length;
      if (i < content.length && content[i] >= 0) { // they often come in a row
        i = nextOther(content, i);
      }
    }
    return true;
  }

  /** Returns where the next byte is that is not ASCII, or the end. */
  private static int nextOther(byte[] content, int from) {
    int i = from;
    while (i + STEP <= content.length && isAscii(content, i)) {
      i += STEP;
    }
    while (i + Long.BYTES <= content.length) {
      long high = (long) LONG.get(content, i) & HIGH_BITS;
      if (high != 0) {
        return i + Long.numberOfTrailingZeros(high) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < content.length && content[i] >= 0) {
      i++;
    }
    return i;
  }

  private static boolean isAscii(byte[] content, int at) {
    long all =
        (long) LONG.get(content, at)
            | (long) LONG.get(content, at + 8)
            | (long) LONG.get(content, at + 16)
            | (long) LONG.get(content, at + 24);
    return (all & HIGH_BITS) == 0;
  }

  /**
   * Returns how many bytes the character has that begins here, which is not ASCII; 0 if it is none
   * (Unicode, table 3-7).
   */
  private static int lengthOfCharacter(byte[] content, int at) {
    int first = content[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0; // a byte that goes on, or one of a form too long or beyond Unicode
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + length > content.length || !goesOn(content[at + 1])) {
      return 0;
    }
    int second = content[at + 1] & 0xFF;
    boolean wellFormed =
        switch (first) {
          case 0xE0 -> second >= 0xA0; // else too long a form
          case 0xED -> second < 0xA0; // else a surrogate
          case 0xF0 -> second >= 0x90; // else too long a form
          case 0xF4 -> second < 0x90; // else beyond Unicode
          default -> true;
        };
    for (int i = 2; i < length; i++) {
      wellFormed &= goesOn(content[at + i]);
    }
    return wellFormed ? length : 0;
  }

  private static boolean goesOn(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int firstUndecodable(byte[] content) {
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
