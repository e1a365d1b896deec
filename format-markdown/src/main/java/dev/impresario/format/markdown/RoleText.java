package dev.impresario.format.markdown;

import java.util.Iterator;
import java.util.regex.Pattern;

/** Finds in a plain role's text what the role is for. */
final class RoleText {
  private static final Pattern PRIMARY_ROLE = Pattern.compile("## .*Primary Role\\s*");

  /** A prompt on a single line must not become a description of the same length. */
  private static final int MAXIMUM_LENGTH = 1_000;

  private RoleText() {}

  /**
   * Returns the first line of text below the heading of the primary role, else the first heading of
   * the first level, else an empty text.
   */
  static String description(String text) {
    String title = "";
    for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (title.isEmpty() && line.startsWith("# ")) {
        title = line.substring(2).strip();
      }
      if (PRIMARY_ROLE.matcher(line).matches()) {
        String role = firstText(lines);
        return clip(role.isEmpty() ? title : role);
      }
    }
    return clip(title);
  }

  private static String firstText(Iterator<String> lines) {
    while (lines.hasNext()) {
      String line = lines.next().strip();
      if (!line.isEmpty()) {
        return line.startsWith("#") ? "" : line;
      }
    }
    return "";
  }

  private static String clip(String text) {
    return text.codePointCount(0, text.length()) <= MAXIMUM_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAXIMUM_LENGTH));
  }
}
