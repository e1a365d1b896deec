package dev.impresario;

/**
 * Makes text that came from outside safe to show on one line of a terminal or log: what could move
 * a cursor, start a line, reverse the reading order or hide itself is written as {@code \}{@code
 * u001b}.
 */
public final class SafeText {

  private SafeText() {}

  /**
   * Returns the text with every control, format, line-separating, private-use, unpaired surrogate
   * and blank character escaped, plain spaces aside; the same object if there is none.
   */
  public static String escape(String text) {
    int first = firstUnsafe(text);
    if (first < 0) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16).append(text, 0, first);
    text.codePoints().skip(text.codePointCount(0, first)).forEach(c -> append(safe, c));
    return safe.toString();
  }

  /** Returns whether {@link #escape} would have to change this character. */
  public static boolean isUnsafe(int codePoint) {
    if (codePoint >= ' ' && codePoint < 0x7f) {
      return false;
    }
    if (isBlankLetter(codePoint)) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /**
   * Letters and marks that show nothing: fillers, the blank of Braille, joiners and variation
   * selectors, but not the one that emoji need.
   */
  private static boolean isBlankLetter(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0E)
        || c == 0xFFA0
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  private static int firstUnsafe(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (isUnsafe(codePoint)) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return -1;
  }

  private static void append(StringBuilder safe, int codePoint) {
    if (!isUnsafe(codePoint)) {
      safe.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      safe.append("\\u").append(String.format("%04x", (int) unit));
    }
  }
}
