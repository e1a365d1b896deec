package dev.impresario.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Texts as UTF-8. A surrogate without its partner, which UTF-8 has no bytes for, becomes the three
 * bytes that its number would have (as in WTF-8), so that every text comes back as it was.
 */
final class Utf8 {
  private static final int LEAD = 0xED; // the first byte of all of them
  private static final int LENGTH = 3;

  private Utf8() {}

  static byte[] encode(String text) {
    int lone = nextLone(text, 0);
    if (lone < 0) {
      return text.getBytes(UTF_8);
    }
    var bytes = new ByteArrayOutputStream(text.length() + LENGTH);
    int from = 0;
    for (; lone >= 0; lone = nextLone(text, from)) {
      bytes.writeBytes(text.substring(from, lone).getBytes(UTF_8));
      char half = text.charAt(lone);
      bytes.write(LEAD);
      bytes.write(0x80 | (half >> 6 & 0x3F));
      bytes.write(0x80 | (half & 0x3F));
      from = lone + 1;
    }
    bytes.writeBytes(text.substring(from).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  /** Returns where the next surrogate without a partner is, or -1. */
  private static int nextLone(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE) {
        if (Character.isLowSurrogate(one)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  static String decode(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    // what was no UTF-8 was replaced by this, but it may also have been there
    return text.indexOf('\uFFFD') < 0 ? text : decodeExactly(bytes);
  }

  private static String decodeExactly(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    int from = 0;
    for (int i = 0; i + LENGTH <= bytes.length; i++) {
      if (isHalf(bytes, i)) {
        text.append(strictly(bytes, from, i));
        int low = (bytes[i + 1] & 0x3F) << 6 | (bytes[i + 2] & 0x3F);
        text.append((char) (0xD000 | low));
        from = i + LENGTH;
        i = from - 1;
      }
    }
    return text.append(strictly(bytes, from, bytes.length)).toString();
  }

  private static boolean isHalf(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) == LEAD
        && (bytes[at + 1] & 0xE0) == 0xA0
        && (bytes[at + 2] & 0xC0) == 0x80;
  }

  private static CharSequence strictly(byte[] bytes, int from, int to) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("these bytes are no text", e);
    }
  }
}
