package dev.impresario.cli;

import dev.impresario.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits text into the columns of a terminal. Characters that East Asian Width or Emoji Presentation
 * calls wide take two columns, marks that combine with what stands before take none.
 */
final class Columns {
  private static final char EMOJI_FOLLOWS = '\ufe0f';

  /** The wide characters, from and to by turns, in order. Too many is safer than too few. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe,
    0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab,
    0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3,
    0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728,
    0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0,
    0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e, 0x3041, 0x4dbf,
    0x4e00, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60,
    0xffe0, 0xffe6, 0x16fe0, 0x18aff, 0x1b000, 0x1b2ff, 0x1f000, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000,
    0x3fffd
  };

  private Columns() {}

  /** Returns the text on one line, safe to print, and cut with an ellipsis if it is too wide. */
  static String fit(String text, int columns) {
    // A description is long and a column is not: what will not show is not looked at. Where a
    // beginning is too wide already, all that follows makes no difference.
    for (long length = 2L * columns + 16; length < text.length(); length *= 2) {
      String cut = cut(line(text.substring(0, wholeCharacters(text, (int) length))), columns);
      if (cut != null) {
        return cut;
      }
    }
    String line = line(text);
    String cut = cut(line, columns);
    return cut == null ? line : cut;
  }

  private static String line(String text) {
    return SafeText.escape(oneLine(text));
  }

  /** Returns so many chars, or one less if there would be half a character. */
  private static int wholeCharacters(String text, int length) {
    return Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  /** Returns the line with an ellipsis at its end, or null if it fits. */
  private static @Nullable String cut(String line, int columns) {
    int used = 0;
    int lastThatLeavesRoom = 0;
    for (int i = 0; i < line.length(); ) {
      int codePoint = line.codePointAt(i);
      used += width(codePoint);
      if (used > columns) {
        return line.substring(0, lastThatLeavesRoom) + "…";
      }
      i += Character.charCount(codePoint);
      if (used < columns) {
        lastThatLeavesRoom = i;
      }
    }
    return null;
  }

  /** Returns how many columns the text takes. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      width += width(codePoint);
      i += Character.charCount(codePoint);
    }
    return width;
  }

  /** Appends the text and as many blanks as it takes to fill the columns. */
  static void pad(StringBuilder line, String text, int columns) {
    line.append(text);
    for (int i = width(text); i < columns; i++) {
      line.append(' ');
    }
  }

  /**
   * Returns words in lines that fit the columns, as far as single words do.
   *
   * @param first what the first line begins with
   * @param others what all others begin with
   */
  static List<String> wrap(String first, String others, String words, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(first);
    boolean empty = true;
    for (String word : oneLine(words).split(" ", -1)) {
      if (!empty && width(line.toString()) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line = new StringBuilder(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns the text with each run of white space turned into one blank. */
  static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        blank = !line.isEmpty();
        continue;
      }
      if (blank) {
        line.append(' ');
        blank = false;
      }
      line.append(c);
    }
    return line.toString();
  }

  private static int width(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    if (codePoint == EMOJI_FOLLOWS) {
      return 1; // widens what stands before
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int codePoint) {
    for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
      if (codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
