package dev.impresario.format.markdown;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** A value of front matter and where it stands. Immutable; texts are as they were written. */
sealed interface Node {

  Position at();

  /** Returns how many nodes this is, with all that is in it. */
  int size();

  /** Returns how many lists and mappings stand in each other here. */
  int height();

  /** Returns this as a String, List or Map. */
  Object asAttribute();

  /**
   * A text.
   *
   * @param plain whether it was written without quotes, on which depends whether it can mean null
   */
  record Scalar(String text, boolean plain, Position at) implements Node {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    boolean isNull() {
      return plain && NULLS.contains(text);
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public int height() {
      return 0;
    }

    @Override
    public Object asAttribute() {
      return text;
    }
  }

  /** A list. */
  record Sequence(List<Node> items, Position at) implements Node {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public int size() {
      return 1 + items.stream().mapToInt(Node::size).sum();
    }

    @Override
    public int height() {
      return 1 + items.stream().mapToInt(Node::height).max().orElse(0);
    }

    @Override
    public Object asAttribute() {
      return items.stream().map(Node::asAttribute).toList();
    }
  }

  /** A mapping, in its order; no key comes twice. */
  record Mapping(List<Entry> entries, Position at) implements Node {

    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public int size() {
      return 1 + entries.stream().mapToInt(entry -> 1 + entry.value().size()).sum();
    }

    @Override
    public int height() {
      return 1 + entries.stream().mapToInt(entry -> entry.value().height()).max().orElse(0);
    }

    @Override
    public Object asAttribute() {
      var map = new LinkedHashMap<String, Object>();
      entries.forEach(entry -> map.put(entry.name(), entry.value().asAttribute()));
      return Collections.unmodifiableMap(map);
    }
  }

  /** A key with its value. */
  record Entry(Scalar key, Node value) {

    String name() {
      return key.text();
    }
  }
}
