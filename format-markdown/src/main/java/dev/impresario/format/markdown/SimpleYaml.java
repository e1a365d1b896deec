package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Entry;
import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the front matter that nearly all files have: single-line texts, lists of them, and folded
 * or literal texts whose lines are indented alike. Loading the YAML parser's classes takes longer
 * than reading hundreds of such files.
 *
 * <p>It returns the very tree that {@link YamlReader} would, which a test holds it to, or nothing.
 * Whatever is not plainly within its few rules is left to the parser: other multi-line values,
 * comments behind values, escapes, anchors, tabs, and every kind of mistake.
 *
 * <p>It goes through the text once, line by line, and copies nothing but keys and values.
 */
final class SimpleYaml {
  private static final int MAXIMUM_KEY = 100;

  private final String text;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private int line; // of the file
  private int begin; // of the line in the text
  private int end; // of the line, less what ends it
  private int following; // where the next line begins; beyond the text if nothing ends the last one

  private SimpleYaml(String text, int firstLine) {
    this.text = text;
    this.line = firstLine - 1;
  }

  static Optional<Mapping> read(String text, int firstLine, int maximumKeys) {
    if (!isSimple(text)) {
      return Optional.empty();
    }
    var reader = new SimpleYaml(text, firstLine);
    boolean read = reader.readFields() && reader.entries.size() <= maximumKeys;
    return read ? Optional.of(reader.mapping()) : Optional.empty();
  }

  private Mapping mapping() {
    return new Mapping(entries, entries.get(0).key().at());
  }

  private boolean readFields() {
    while (following < text.length()) {
      goToNextLine();
      boolean empty = begin == end || text.charAt(begin) == '#';
      if (!empty && !readField()) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  private void goToNextLine() {
    begin = following;
    int feed = text.indexOf('\n', begin);
    end = feed < 0 ? text.length() : feed;
    following = end + 1;
    if (end > begin && text.charAt(end - 1) == '\r') {
      end--;
    }
    line++;
  }

  private boolean readField() {
    int colon = endOfKey();
    if (colon < 0) {
      return false;
    }
    var key = new Scalar(text.substring(begin, colon), true, at(begin));
    if (!keys.add(key.text())) {
      return false;
    }
    Node value = colon + 1 == end ? listOrNothing() : behindBlanks(colon + 1);
    if (value == null) {
      return false;
    }
    entries.add(new Entry(key, value));
    return true;
  }

  /** Returns where the colon behind the key at the line's begin is, or -1 if there is no key. */
  private int endOfKey() {
    char first = text.charAt(begin);
    if (!isAsciiLetter(first) && first != '_') {
      return -1;
    }
    int i = begin + 1;
    while (i < end && (isWordLetter(text.charAt(i)) || text.charAt(i) == '-')) {
      i++;
    }
    return i - begin <= MAXIMUM_KEY && i < end && text.charAt(i) == ':' ? i : -1;
  }

  private @Nullable Node behindBlanks(int from) {
    int start = afterSpaces(from);
    if (start == from || start == end) {
      return null;
    }
    return switch (text.charAt(start)) {
      case '[' -> words(start);
      case '>', '|' -> block(start);
      default -> text(start);
    };
  }

  /** Reads the list on the lines below, if there is one. */
  private @Nullable Node listOrNothing() {
    if (!isItemNext()) {
      return new Scalar("", true, at(end));
    }
    int indentation = afterSpaces(following) - following;
    var at = new Position(line + 1, indentation + 1);
    var items = new ArrayList<Node>();
    while (isItemNext()) {
      goToNextLine();
      int dash = afterSpaces(begin);
      Node item = dash - begin == indentation ? text(afterSpaces(dash + 1)) : null;
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return new Sequence(items, at);
  }

  private boolean isItemNext() {
    int dash = afterSpaces(following);
    return text.startsWith("- ", dash);
  }

  /** Reads a list such as {@code [Read, Grep]}. */
  private @Nullable Node words(int start) {
    int close = beforeSpaces(start, end) - 1;
    if (text.charAt(close) != ']') {
      return null;
    }
    var items = new ArrayList<Node>();
    int from = start + 1;
    boolean empty = afterSpaces(from) == close;
    while (!empty && from <= close) {
      int to = from;
      while (to < close && text.charAt(to) != ',') {
        to++;
      }
      int word = afterSpaces(from);
      int wordEnd = beforeSpaces(word, to);
      if (!isWord(word, wordEnd)) {
        return null;
      }
      items.add(new Scalar(text.substring(word, wordEnd), true, at(word)));
      from = to + 1;
    }
    return new Sequence(items, at(start));
  }

  /**
   * Reads the lines below a {@code >} or {@code |}, with or without a minus. A line with a colon is
   * left to the parser, behind which somebody looks for fields that became part of a text.
   */
  private @Nullable Node block(int start) {
    boolean strips = end - start == 2 && text.charAt(start + 1) == '-';
    if (end - start > 1 && !strips) {
      return null;
    }
    char joint = text.charAt(start) == '>' ? ' ' : '\n';
    Position at = at(start);
    int indentation = afterSpaces(following) - following;
    var value = new StringBuilder();
    while (afterSpaces(following) > following) {
      goToNextLine();
      int from = afterSpaces(begin);
      if (from - begin != indentation || !isBlockLine(from)) {
        return null;
      }
      (value.isEmpty() ? value : value.append(joint)).append(text, from, end);
    }
    boolean ended = following <= text.length(); // what ends the last line is part of the text
    if (value.isEmpty() || !ended) {
      return null;
    }
    return new Scalar((strips ? value : value.append('\n')).toString(), false, at);
  }

  private boolean isBlockLine(int from) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == ':') {
        return false;
      }
    }
    return from < end && text.charAt(end - 1) != ' ';
  }

  private @Nullable Node text(int start) {
    int stop = beforeSpaces(start, end);
    if (stop == start) {
      return null;
    }
    char first = text.charAt(start);
    if (first != '"' && first != '\'') {
      String plain = text.substring(start, stop);
      return isPlain(plain) ? new Scalar(plain, true, at(start)) : null;
    }
    if (text.indexOf(first, start + 1) != stop - 1) {
      return null;
    }
    String quoted = text.substring(start + 1, stop - 1);
    return quoted.indexOf('\\') < 0 ? new Scalar(quoted, false, at(start)) : null;
  }

  private Position at(int offset) {
    return new Position(line, offset - begin + 1);
  }

  private static boolean isPlain(String text) {
    return (Character.isLetterOrDigit(text.codePointAt(0)) || "_(/$".indexOf(text.charAt(0)) >= 0)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.endsWith(":");
  }

  /** Blanks of other scripts are text to YAML, so only spaces count. */
  private int beforeSpaces(int from, int to) {
    int i = to;
    while (i > from && text.charAt(i - 1) == ' ') {
      i--;
    }
    return i;
  }

  private int afterSpaces(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private boolean isWord(int from, int to) {
    if (from >= to || !isWordLetter(text.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      if (!isWordLetter(text.charAt(i)) && "./-".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordLetter(char c) {
    return isAsciiLetter(c) || (c >= '0' && c <= '9') || c == '_';
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isSimple(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= ' ' && c < 0x7F) || c == '\n'; // nearly all are
      if (!plain && !isPrintable(c) && !text.startsWith("\r\n", i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(char c) {
    return c >= 0xA0 && c < 0xFFFE && !isBreakOrMark(c);
  }

  /** Line and paragraph separator, and the byte order mark. */
  private static boolean isBreakOrMark(char c) {
    return c == '\u2028' || c == '\u2029' || c == '\uFEFF';
  }
}
