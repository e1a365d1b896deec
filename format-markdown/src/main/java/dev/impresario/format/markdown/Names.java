package dev.impresario.format.markdown;

import dev.impresario.SafeText;

/**
 * The rule for ids and names: they show up in logs, paths, keys and messages, so nothing in them
 * may be invisible, part a path or be expanded by someone. Other than that, any script will do.
 */
final class Names {
  private static final int MAXIMUM_LENGTH = 200;
  private static final String REFUSED = "/\\%{}$<>|*?\"`";

  private Names() {}

  /** Returns the name less the white space around it, or refuses it. */
  static String check(String text, Position at) {
    String name = text.strip();
    if (name.isEmpty()) {
      throw invalid(at, "the name is empty");
    }
    if (name.codePointCount(0, name.length()) > MAXIMUM_LENGTH) {
      throw invalid(at, "the name has more than %d characters".formatted(MAXIMUM_LENGTH));
    }
    if (name.equals(".") || name.equals("..")) {
      throw invalid(at, "the name '%s' means a folder".formatted(name));
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      int c = name.codePointAt(i);
      if (isRefused(c)) {
        throw invalid(at, "a name must not hold %s, as does '%s'".formatted(shown(c), name));
      }
    }
    return name;
  }

  private static boolean isRefused(int c) {
    if (isAsciiLetter(c)) { // nearly all are
      return false;
    }
    boolean oddSpace = c != ' ' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    return oddSpace
        || REFUSED.indexOf(c) >= 0
        || Character.getType(c) == Character.UNASSIGNED
        || SafeText.isUnsafe(c);
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }

  private static String shown(int c) {
    return c > ' ' && c < 0x7F ? "'%c'".formatted(c) : "U+%04X".formatted(c);
  }

  private static Refusal invalid(Position at, String problem) {
    return new Refusal(
        "name-invalid", at, problem, "use letters, digits, blanks and marks such as - _ .");
  }
}
