package dev.impresario.core.internal.match;

import java.util.ArrayList;
import java.util.List;

/** Finds the headings of a Markdown text: lines that begin with one to six {@code #}. */
public final class Headings {
  private static final int MOST = 200;
  private static final int LONGEST = 200;

  private Headings() {}

  /** Returns the headings outside fenced code, without marks, in their order. */
  public static List<String> of(String text) {
    var headings = new ArrayList<String>();
    String fence = "";
    for (int start = 0; start < text.length() && headings.size() < MOST; ) {
      int end = endOfLine(text, start);
      int first = indentation(text, start, end);
      if (first >= 0) {
        if (!fence.isEmpty()) {
          fence = isEnd(text, first, end, fence) ? "" : fence;
        } else {
          fence = fence(text, first, end);
          addHeading(text, first, end, headings);
        }
      }
      start = end + 1;
    }
    return headings;
  }

  /** Returns where the text of a line begins, or -1 if it is indented as code is. */
  private static int indentation(String text, int start, int end) {
    int first = start;
    while (first < end && text.charAt(first) == ' ') {
      first++;
    }
    return first - start > 3 ? -1 : first;
  }

  /** Returns the marks that open fenced code, or nothing. */
  private static String fence(String text, int start, int end) {
    int marks = marks(text, start, end, '`');
    if (marks < 3) {
      marks = marks(text, start, end, '~');
    }
    return marks < 3 ? "" : text.substring(start, start + marks);
  }

  private static boolean isEnd(String text, int start, int end, String fence) {
    int marks = marks(text, start, end, fence.charAt(0));
    return marks >= fence.length() && text.substring(start + marks, end).isBlank();
  }

  private static void addHeading(String text, int start, int end, List<String> headings) {
    int level = marks(text, start, end, '#');
    boolean isHeading =
        level >= 1 && level <= 6 && start + level < end && isBlank(text.charAt(start + level));
    if (isHeading) {
      int last = Math.min(end, start + level + 1 + LONGEST);
      String heading = withoutClosing(text.substring(start + level, last).strip());
      if (!heading.isEmpty()) {
        headings.add(heading);
      }
    }
  }

  /** What is written between marks, as in {@code ## Title ##}, is the text between them. */
  private static String withoutClosing(String heading) {
    int end = heading.length();
    while (end > 0 && heading.charAt(end - 1) == '#') {
      end--;
    }
    boolean closed = end == 0 || isBlank(heading.charAt(end - 1));
    return closed ? heading.substring(0, end).strip() : heading; // C# is no such
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static int marks(String text, int start, int end, char mark) {
    int i = start;
    while (i < end && text.charAt(i) == mark) {
      i++;
    }
    return i - start;
  }

  private static int endOfLine(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        return i;
      }
    }
    return text.length();
  }
}
