package dev.impresario.core.internal.monitor;

/** Puts backslashes where a syntax needs them. */
final class Escapes {

  private Escapes() {}

  /** Returns the text with a backslash before each of the special characters. */
  static String backslashed(String text, String special) {
    int i = 0;
    while (i < text.length() && special.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (special.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** Returns the text as a JSON string, in quotes and in ASCII. */
  static String json(String text) {
    var quoted = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        quoted.append(c);
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }
}
