package dev.impresario.cli;

import dev.impresario.SafeText;

/** Makes text of several lines safe to print. */
final class SafeLines {
  private SafeLines() {}

  /**
   * Returns the text with everything escaped that {@link SafeText} escapes, but for line ends and
   * tabs.
   */
  static String escape(String text) {
    var safe = new StringBuilder(text.length());
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        int end = c == '\n' && i > start && text.charAt(i - 1) == '\r' ? i - 1 : i;
        safe.append(SafeText.escape(text.substring(start, end))).append(c);
        start = i + 1;
      }
    }
    return safe.append(SafeText.escape(text.substring(start))).toString();
  }
}
