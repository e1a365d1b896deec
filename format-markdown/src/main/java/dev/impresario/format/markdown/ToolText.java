package dev.impresario.format.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Splits a text of tools, such as {@code Read, Bash(git log, git diff)}: at commas outside brackets
 * and quotes, or, if there is no such comma, at white space outside them.
 */
final class ToolText {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private ToolText() {}

  /** Returns the tools, less the white space around each; empty if a bracket or quote is open. */
  static Optional<List<String>> split(String text) {
    Optional<List<String>> byComma = splitAt(text, c -> c == ',');
    return byComma.filter(tools -> tools.size() == 1).isPresent()
        ? splitAt(text.strip(), Character::isWhitespace).flatMap(ToolText::rejoined)
        : byComma;
  }

  private static Optional<List<String>> splitAt(String text, IntPredicate separator) {
    var parts = new ArrayList<String>();
    var open = new StringBuilder(0); // nearly always empty, so nothing is boxed or searched
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (open.isEmpty() && separator.test(c)) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      } else if (!isWordLetter(c) && !track(c, open)) {
        return Optional.empty();
      }
    }
    parts.add(text.substring(start).strip());
    return open.isEmpty() ? Optional.of(parts) : Optional.empty();
  }

  /** Keeps what must still be closed; returns false if this closes what is not open. */
  private static boolean track(char c, StringBuilder open) {
    int last = open.length() - 1;
    char awaited = last < 0 ? ' ' : open.charAt(last);
    boolean inQuote = awaited == '"' || awaited == '\'';
    if (last >= 0 && awaited == c) {
      open.setLength(last);
    } else if (!inQuote && OPENING.indexOf(c) >= 0) {
      open.append(CLOSING.charAt(OPENING.indexOf(c)));
    } else if (!inQuote && (c == '"' || c == '\'')) {
      open.append(c);
    } else if (!inQuote && CLOSING.indexOf(c) >= 0) {
      return false;
    }
    return true;
  }

  private static boolean isWordLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /**
   * Joins brackets to the name before them: {@code Bash (git:*)} limits Bash, while {@code Bash} by
   * itself would not. What else does not begin as a name does is refused.
   */
  private static Optional<List<String>> rejoined(List<String> parts) {
    var tools = new ArrayList<String>();
    for (String part : parts) {
      if (part.startsWith("(") && !tools.isEmpty()) {
        tools.add(tools.remove(tools.size() - 1) + " " + part);
      } else if (!part.isEmpty() && "([{".indexOf(part.charAt(0)) >= 0) {
        return Optional.empty();
      } else if (!part.isEmpty()) {
        tools.add(part);
      }
    }
    boolean quoteBehindName =
        tools.size() > 1
            && tools.stream().skip(1).anyMatch(tool -> "\"'".indexOf(tool.charAt(0)) >= 0)
            && "\"'".indexOf(tools.get(0).charAt(0)) < 0;
    return quoteBehindName ? Optional.empty() : Optional.of(tools);
  }
}
