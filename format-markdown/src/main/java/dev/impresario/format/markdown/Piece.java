package dev.impresario.format.markdown;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of front matter lines of which only the first begins with {@code key:} at column 0.
 *
 * @param key the key, without quotes
 * @param line the line of the file on which it begins
 * @param value the rest of its first line
 * @param column where the value begins, from 1
 */
record Piece(String key, int line, String value, int column, List<String> lines) {
  private static final Pattern KEY =
      Pattern.compile(
          "([\"']?)([\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*)\\1[ \t]*:(?=[ \t]|$)[ \t]*(.*)",
          Pattern.DOTALL); // a line separator of another script is no line break here

  Piece {
    lines = List.copyOf(lines);
  }

  /** Cuts a text at its {@code key:} lines; what stands before the first is left out. */
  static List<Piece> cut(List<String> lines, int firstLine) {
    var pieces = new ArrayList<Piece>();
    int end = lines.size();
    for (int i = end - 1; i >= 0; i--) {
      Matcher key = KEY.matcher(lines.get(i));
      if (key.matches()) {
        pieces.add(
            new Piece(
                key.group(2),
                firstLine + i,
                key.group(3),
                key.start(3) + 1,
                lines.subList(i, end)));
        end = i;
      }
    }
    Collections.reverse(pieces);
    return pieces;
  }

  /** Returns the line at which text runs on at column 0, as only prose does; 0 if none does. */
  int runsOnAt() {
    for (int i = 1; i < lines.size(); i++) {
      String text = lines.get(i);
      if (!isEmptyOrComment(text) && text.charAt(0) != ' ' && text.charAt(0) != '\t') {
        return line + i;
      }
    }
    return 0;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  static boolean isEmptyOrComment(String line) {
    return line.isBlank() || line.startsWith("#");
  }
}
