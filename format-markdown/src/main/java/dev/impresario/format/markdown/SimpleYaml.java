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
 * Reads the front matter that nearly all files have: single-line texts and lists of them. Loading
 * the YAML parser's classes takes longer than reading hundreds of such files.
 *
 * <p>It returns the very tree that {@link YamlReader} would, which a test holds it to, or nothing.
 * Whatever is not plainly within its few rules is left to the parser: multi-line values, comments
 * behind values, escapes, anchors, tabs, and every kind of mistake.
 */
final class SimpleYaml {
  private static final int MAXIMUM_KEY = 100;

  private final List<String> lines;
  private final int firstLine;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int next;

  private SimpleYaml(List<String> lines, int firstLine) {
    this.lines = lines;
    this.firstLine = firstLine;
  }

  static Optional<Mapping> read(String text, int firstLine, int maximumKeys) {
    if (!isSimple(text)) {
      return Optional.empty();
    }
    var reader = new SimpleYaml(linesOf(text), firstLine);
    boolean read = reader.readFields() && reader.entries.size() <= maximumKeys;
    return read ? Optional.of(reader.mapping()) : Optional.empty();
  }

  private static List<String> linesOf(String text) {
    var lines = new ArrayList<String>();
    int begin = 0;
    while (begin < text.length()) {
      int feed = text.indexOf('\n', begin);
      int end = feed < 0 ? text.length() : feed;
      boolean returns = end > begin && text.charAt(end - 1) == '\r';
      lines.add(text.substring(begin, returns ? end - 1 : end));
      begin = end + 1;
    }
    return lines;
  }

  private Mapping mapping() {
    return new Mapping(entries, entries.get(0).key().at());
  }

  private boolean readFields() {
    while (next < lines.size()) {
      String line = lines.get(next);
      boolean empty = line.isEmpty() || line.charAt(0) == '#';
      if (empty) {
        next++;
      } else if (!readField(line)) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  private boolean readField(String line) {
    int colon = endOfKey(line);
    if (colon < 0 || !keys.add(line.substring(0, colon))) {
      return false;
    }
    var key = new Scalar(line.substring(0, colon), true, here(0));
    Node value =
        colon + 1 == line.length() ? listOrNothing(colon + 1) : behindBlanks(line, colon + 1);
    next++;
    if (value == null) {
      return false;
    }
    entries.add(new Entry(key, value));
    return true;
  }

  /** Returns where the colon behind the key at the line's begin is, or -1 if there is no key. */
  private static int endOfKey(String line) {
    char first = line.charAt(0);
    if (!isAsciiLetter(first) && first != '_') {
      return -1;
    }
    int end = 1;
    while (end < line.length() && (isWordLetter(line.charAt(end)) || line.charAt(end) == '-')) {
      end++;
    }
    boolean key = end <= MAXIMUM_KEY && end < line.length() && line.charAt(end) == ':';
    return key ? end : -1;
  }

  private @Nullable Node behindBlanks(String line, int begin) {
    int start = afterSpaces(line, begin);
    if (start == begin) {
      return null;
    }
    String written = line.substring(start);
    return written.startsWith("[") ? words(written, start) : text(written, start);
  }

  /** Reads the list on the lines below, if there is one; leaves {@code next} at the last line. */
  private @Nullable Node listOrNothing(int column) {
    var nothing = new Scalar("", true, here(column));
    var items = new ArrayList<Node>();
    int indentation = -1;
    while (next + 1 < lines.size()) {
      String line = lines.get(next + 1);
      int dash = afterSpaces(line, 0);
      int start = afterSpaces(line, dash + 1);
      boolean item = dash < line.length() && line.charAt(dash) == '-' && start > dash + 1;
      if (!item) {
        break;
      }
      if (!items.isEmpty() && indentation != dash) {
        return null;
      }
      indentation = dash;
      next++;
      Node value = text(line.substring(start), start);
      if (value == null) {
        return null;
      }
      items.add(value);
    }
    if (items.isEmpty()) {
      return nothing;
    }
    int line = items.get(0).at().line();
    return new Sequence(items, new Position(line, indentation + 1));
  }

  /** Reads a list such as {@code [Read, Grep]}. */
  private @Nullable Node words(String written, int column) {
    String list = withoutTrailingSpaces(written);
    if (!list.endsWith("]")) {
      return null;
    }
    String inner = list.substring(1, list.length() - 1);
    var items = new ArrayList<Node>();
    if (!withoutSpaces(inner).isEmpty()) {
      int from = column + 1;
      for (String part : inner.split(",", -1)) {
        String word = withoutSpaces(part);
        if (!isWord(word)) {
          return null;
        }
        items.add(new Scalar(word, true, here(from + part.indexOf(word))));
        from += part.length() + 1;
      }
    }
    return new Sequence(items, here(column));
  }

  private @Nullable Node text(String written, int column) {
    String text = withoutTrailingSpaces(written);
    if (text.isEmpty()) {
      return null;
    }
    char first = text.charAt(0);
    if (first != '"' && first != '\'') {
      return isPlain(text) ? new Scalar(text, true, here(column)) : null;
    }
    boolean closesAtItsEnd = text.length() > 1 && text.indexOf(first, 1) == text.length() - 1;
    return closesAtItsEnd && text.indexOf('\\') < 0
        ? new Scalar(text.substring(1, text.length() - 1), false, here(column))
        : null;
  }

  private Position here(int column) {
    return new Position(firstLine + next, column + 1);
  }

  private static boolean isPlain(String text) {
    return (Character.isLetterOrDigit(text.codePointAt(0)) || "_(/$".indexOf(text.charAt(0)) >= 0)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.endsWith(":");
  }

  /** Blanks of other scripts are text to YAML, so this is no {@code strip}. */
  private static String withoutSpaces(String text) {
    return withoutTrailingSpaces(text.substring(afterSpaces(text, 0)));
  }

  private static String withoutTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static int afterSpaces(String text, int begin) {
    int i = begin;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private static boolean isWord(String text) {
    if (text.isEmpty() || !isWordLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
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
      boolean printable = (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c < 0xFFFE && !isBreakOrMark(c));
      if (!printable && !endsLine(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsLine(String text, int i) {
    return text.charAt(i) == '\n' || text.startsWith("\r\n", i);
  }

  /** Line and paragraph separator, and the byte order mark. */
  private static boolean isBreakOrMark(char c) {
    return c == '\u2028' || c == '\u2029' || c == '\uFEFF';
  }
}
