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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the front matter that nearly all files have: single-line texts and lists of them. Loading
 * the YAML parser's classes takes longer than reading hundreds of such files.
 *
 * <p>It returns the very tree that {@link YamlReader} would, which a test holds it to, or nothing.
 * Whatever is not plainly within its few rules is left to the parser: multi-line values, comments
 * behind values, escapes, anchors, tabs, and every kind of mistake.
 */
final class SimpleYaml {
  private static final Pattern FIELD = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]{0,99}):( +(.*))?");
  private static final Pattern ITEM = Pattern.compile("( *)- +(.*)");
  private static final Pattern WORD = Pattern.compile("\\w[\\w./-]*");

  /** Line and paragraph separator, and the byte order mark. */
  private static final Set<Character> BREAKS_OR_MARKS = Set.of('\u2028', '\u2029', '\uFEFF');

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
    var reader = new SimpleYaml(text.lines().toList(), firstLine);
    boolean read = reader.readFields() && reader.entries.size() <= maximumKeys;
    return read ? Optional.of(reader.mapping()) : Optional.empty();
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
      } else if (!readField(FIELD.matcher(line))) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  private boolean readField(Matcher field) {
    if (!field.matches() || !keys.add(field.group(1))) {
      return false;
    }
    var key = new Scalar(field.group(1), true, new Position(firstLine + next, 1));
    Optional<Node> value =
        field.group(2) == null
            ? listOrNothing(field.end(1) + 1)
            : value(field.group(3), field.start(3));
    next++;
    value.ifPresent(node -> entries.add(new Entry(key, node)));
    return value.isPresent();
  }

  /** Reads the list on the lines below, if there is one; leaves {@code next} at the last line. */
  private Optional<Node> listOrNothing(int column) {
    var nothing = new Scalar("", true, new Position(firstLine + next, column + 1));
    var items = new ArrayList<Node>();
    int indentation = -1;
    for (Matcher item = itemBelow(); item.matches(); item = itemBelow()) {
      boolean first = items.isEmpty();
      if (!first && indentation != item.end(1)) {
        return Optional.empty();
      }
      indentation = item.end(1);
      next++;
      Optional<Node> value = text(item.group(2), item.start(2));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      items.add(value.get());
    }
    if (items.isEmpty()) {
      return Optional.of(nothing);
    }
    int line = items.get(0).at().line();
    return Optional.of(new Sequence(items, new Position(line, indentation + 1)));
  }

  private Matcher itemBelow() {
    return ITEM.matcher(next + 1 < lines.size() ? lines.get(next + 1) : "");
  }

  private Optional<Node> value(String written, int column) {
    return written.startsWith("[") ? words(written, column) : text(written, column);
  }

  /** Reads a list such as {@code [Read, Grep]}. */
  private Optional<Node> words(String written, int column) {
    String list = withoutTrailingSpaces(written);
    if (!list.endsWith("]")) {
      return Optional.empty();
    }
    String inner = list.substring(1, list.length() - 1);
    var items = new ArrayList<Node>();
    if (!inner.isBlank()) {
      int from = column + 1;
      for (String part : inner.split(",", -1)) {
        Matcher word = WORD.matcher(part.strip());
        if (!word.matches()) {
          return Optional.empty();
        }
        items.add(new Scalar(word.group(), true, here(from + part.indexOf(word.group()))));
        from += part.length() + 1;
      }
    }
    return Optional.of(new Sequence(items, here(column)));
  }

  private Optional<Node> text(String written, int column) {
    String text = withoutTrailingSpaces(written);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    char first = text.charAt(0);
    if (first != '"' && first != '\'') {
      return isPlain(text) ? Optional.of(new Scalar(text, true, here(column))) : Optional.empty();
    }
    boolean closesAtItsEnd = text.length() > 1 && text.indexOf(first, 1) == text.length() - 1;
    return closesAtItsEnd && text.indexOf('\\') < 0
        ? Optional.of(new Scalar(text.substring(1, text.length() - 1), false, here(column)))
        : Optional.empty();
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

  private static String withoutTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isSimple(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnds =
          c == '\n' || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
      boolean printable =
          (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c < 0xFFFE && !BREAKS_OR_MARKS.contains(c));
      if (!lineEnds && !printable) {
        return false;
      }
    }
    return true;
  }
}
