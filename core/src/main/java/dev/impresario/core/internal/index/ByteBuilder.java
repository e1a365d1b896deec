package dev.impresario.core.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. Used by one thread. */
final class ByteBuilder {
  private byte[] bytes = new byte[1 << 16];
  private int size;

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  /** Takes back what was written after there were so many. */
  void truncate(int length) {
    size = length;
  }

  void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void raw(byte[] some, int length) {
    reserve(length);
    System.arraycopy(some, 0, bytes, size, length);
    size += length;
  }

  /** Writes a number that is not negative. */
  void number(int value) {
    int rest = value;
    while (rest >= 0x80) {
      octet(rest | 0x80);
      rest >>>= 7;
    }
    octet(rest);
  }

  void fixed(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      octet(value >>> shift);
    }
  }

  void fixed(long value) {
    fixed((int) (value >>> 32));
    fixed((int) value);
  }

  /** Writes a text just as it is: UTF-8 cannot hold half a surrogate pair, which files can. */
  void text(String text) {
    if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      number(text.length() * 4 + 1);
      for (int i = 0; i < text.length(); i++) {
        octet(text.charAt(i) >>> 8);
        octet(text.charAt(i));
      }
    } else {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length * 2);
      raw(utf8, utf8.length);
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
