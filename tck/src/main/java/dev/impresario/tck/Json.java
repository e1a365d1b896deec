package dev.impresario.tck;

import java.util.regex.Pattern;

/** Checks that a text is JSON, as far as a report needs it. Used by one thread. */
final class Json {
  private static final Pattern STRING =
      Pattern.compile("\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"");
  private static final Pattern OTHER =
      Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?|true|false|null");
  private static final Pattern BLANK = Pattern.compile("[ \t\r\n]*+");

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Returns whether the text is one JSON object and no more. */
  static boolean isObject(String text) {
    var json = new Json(text);
    json.skip(BLANK);
    return json.object() && json.skip(BLANK) && json.at == text.length();
  }

  private boolean value() {
    return object() || array() || skip(STRING) || skip(OTHER);
  }

  private boolean object() {
    return list('{', '}', () -> skip(STRING) && skip(BLANK) && skip(':') && skip(BLANK) && value());
  }

  private boolean array() {
    return list('[', ']', this::value);
  }

  private interface Part {
    boolean read();
  }

  private boolean list(char open, char close, Part part) {
    if (!skip(open)) {
      return false;
    }
    skip(BLANK);
    if (skip(close)) {
      return true;
    }
    do {
      skip(BLANK);
      if (!part.read()) {
        return false;
      }
      skip(BLANK);
    } while (skip(','));
    return skip(close);
  }

  private boolean skip(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private boolean skip(Pattern pattern) {
    var matcher = pattern.matcher(text).region(at, text.length());
    boolean found = matcher.lookingAt();
    at = found ? matcher.end() : at;
    return found;
  }
}
