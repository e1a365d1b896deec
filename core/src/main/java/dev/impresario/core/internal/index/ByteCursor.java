package dev.impresario.core.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A place in bytes that may say anything. Used by one thread. */
final class ByteCursor {
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;
  private final int end;
  private int at;

  /** Begins at the first byte and goes as far as this. */
  ByteCursor(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  boolean isAtEnd() {
    return at == end;
  }

  int octet() throws BadIndexException {
    require(1);
    return bytes[at++] & 0xFF;
  }

  boolean flag() throws BadIndexException {
    int value = octet();
    if (value > 1) {
      throw damaged();
    }
    return value == 1;
  }

  int number() throws BadIndexException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7F) << shift;
      if (octet < 0x80) {
        boolean fits = value >= 0 && (shift < 28 || octet < 0x08);
        if (fits) {
          return value;
        }
        break;
      }
    }
    throw damaged();
  }

  int fixedInt() throws BadIndexException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  long fixedLong() throws BadIndexException {
    return (long) fixedInt() << 32 | (fixedInt() & 0xFFFFFFFFL);
  }

  String hex(int length) throws BadIndexException {
    require(length);
    at += length;
    return HEX.formatHex(bytes, at - length, at);
  }

  String text() throws BadIndexException {
    int size = number();
    int length = size >>> 1;
    require(length);
    int begin = at;
    at += length;
    return (size & 1) == 0
        ? new String(bytes, begin, length, StandardCharsets.UTF_8)
        : new String(utf16(Arrays.copyOfRange(bytes, begin, at)));
  }

  private static char[] utf16(byte[] bytes) throws BadIndexException {
    if ((bytes.length & 1) == 1) {
      throw damaged();
    }
    var chars = new char[bytes.length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF));
    }
    return chars;
  }

  private void require(int length) throws BadIndexException {
    if (end - at < length) {
      throw damaged();
    }
  }

  static BadIndexException damaged() {
    return new BadIndexException("it is damaged");
  }
}
