package dev.impresario.core.internal;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;

/** Which characters show nothing, and where they are needed all the same. */
final class Invisible {
  private static final int JOINER = 0x200D;
  private static final int NON_JOINER = 0x200C;
  private static final int TEXT_STYLE = 0xFE0E;
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final int KEYCAP = 0x20E3;
  private static final int INFORMATION = 0x2139; // a letter, but drawn as an emoji
  private static final int BLACK_FLAG = 0x1F3F4;
  private static final int TAG = 0xE0000;
  private static final int LAST_TAG = 0xE007F;

  /** The flags in use that are written in tags: England, Scotland and Wales. */
  private static final List<String> FLAGS = List.of("gbeng\u007F", "gbsct\u007F", "gbwls\u007F");

  /** Where joiners tell words or shapes of letters apart. */
  private static final Set<UnicodeScript> JOINING =
      Set.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN);

  private Invisible() {}

  /** Returns whether the character shows nothing by itself; blanks of any width show a gap. */
  static boolean isHidden(int c) {
    return c == 0x00AD // soft hyphen
        || c == 0x034F // grapheme joiner
        || c == 0x061C // Arabic letter mark
        || in(c, 0x115F, 0x1160) // Hangul fillers
        || in(c, 0x17B4, 0x17B5) // Khmer inherent vowels
        || in(c, 0x180B, 0x180F) // Mongolian variation selectors and vowel separator
        || in(c, 0x200B, 0x200F) // zero width, and marks of direction
        || in(c, 0x202A, 0x202E) // overrides of direction
        || in(c, 0x2060, 0x206F) // word joiner, invisible operators, isolates
        || c == 0x3164
        || in(c, 0xFE00, 0xFE0F) // variation selectors
        || c == 0xFEFF
        || c == 0xFFA0
        || in(c, 0xFFF0, 0xFFFB) // annotations, and what is reserved for their like
        || in(c, 0x1BCA0, 0x1BCA3) // shorthand
        || in(c, 0x1D173, 0x1D17A) // musical beams
        || in(c, 0xE0000, 0xE0FFF); // tags and more variation selectors
  }

  /**
   * Returns whether the character moves a terminal's cursor, rings or begins a sequence that may
   * hide text: those of ASCII other than tabs, ends of lines and pages, and those of Latin 1.
   */
  static boolean isControl(int c) {
    return (in(c, 0, 0x1F) && c != '\t' && c != '\n' && c != '\f' && c != '\r')
        || in(c, 0x7F, 0x9F);
  }

  /** Returns whether a hidden character is part of what is shown there. */
  static boolean belongsAt(String text, int i) {
    int c = text.codePointAt(i);
    int before = i == 0 ? 0 : text.codePointBefore(i);
    int next = i + Character.charCount(c);
    int after = next < text.length() ? text.codePointAt(next) : 0;
    return switch (c) {
      case TEXT_STYLE, EMOJI_STYLE -> isPicture(before) || isKeycap(before, after);
      case JOINER -> joinsPictures(text, i, after) || joinsLetters(before, after);
      case NON_JOINER -> joinsLetters(before, after);
      default ->
          in(c, 0x180B, 0x180D)
              ? UnicodeScript.of(before) == UnicodeScript.MONGOLIAN && !isHidden(before)
              : in(c, TAG, LAST_TAG) && isInFlag(text, i);
    };
  }

  private static boolean isKeycap(int before, int after) {
    return after == KEYCAP && (in(before, '0', '9') || before == '#' || before == '*');
  }

  private static boolean joinsPictures(String text, int i, int after) {
    int end = i;
    int before = end == 0 ? 0 : text.codePointBefore(end);
    if (before == EMOJI_STYLE) {
      end--;
      before = end == 0 ? 0 : text.codePointBefore(end);
    }
    return isPicture(before) && isPicture(after);
  }

  /** Emoji and other symbols; of the newest, this JDK may not know more than where they stand. */
  private static boolean isPicture(int c) {
    if (c < 0x80 || isHidden(c)) {
      return false;
    }
    return c == INFORMATION
        || in(c, 0x1F000, 0x1FAFF)
        || switch (Character.getType(c)) {
          case Character.OTHER_SYMBOL,
              Character.MATH_SYMBOL,
              Character.OTHER_PUNCTUATION,
              Character.DASH_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  /** After a mark that silences a vowel, a joiner may also end a word. */
  private static boolean joinsLetters(int before, int after) {
    return isOfJoiningScript(before)
        && (isOfJoiningScript(after)
            || (Character.getType(before) == Character.NON_SPACING_MARK && !isHidden(after)));
  }

  private static boolean isOfJoiningScript(int c) {
    return c >= 0x80
        && !isHidden(c)
        && (Character.isLetter(c) || isMark(c))
        && JOINING.contains(UnicodeScript.of(c));
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isInFlag(String text, int i) {
    int begin = i;
    // no farther than a flag is long, or a long row of tags would be walked for each of them
    while (begin > 0 && i - begin <= 10 && in(text.codePointBefore(begin), TAG, LAST_TAG)) {
      begin -= 2;
    }
    if (begin == 0 || text.codePointBefore(begin) != BLACK_FLAG || i - begin > 10) {
      return false;
    }
    var tags = new StringBuilder();
    for (int at = begin; at < text.length() && tags.length() < 6; at += 2) {
      int c = text.codePointAt(at);
      if (!in(c, TAG, LAST_TAG)) {
        break;
      }
      tags.append((char) (c - TAG));
    }
    return FLAGS.contains(tags.toString());
  }

  private static boolean in(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
