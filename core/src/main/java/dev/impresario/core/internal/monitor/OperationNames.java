package dev.impresario.core.internal.monitor;

import dev.impresario.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How an operation and its tags are written as one text: {@code name{key=value,key=value}}, sorted
 * by key.
 *
 * <p>In a name, key or value, a backslash stands before each <code>\ { } , =</code>, and what
 * {@link SafeText} would not show as it is becomes {@code \}{@code u001b}. So two different
 * operations never share a text, and each fits on one line.
 */
final class OperationNames {
  private static final String SYNTAX = "\\{},=";

  private OperationNames() {}

  /**
   * Returns the text of an operation.
   *
   * @throws IllegalArgumentException if the name is blank or a key has no value
   */
  static String text(String name, String... tags) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of an operation must not be blank");
    }
    if (tags.length % 2 != 0) {
      throw new IllegalArgumentException(
          "tags are keys and values in turn, but the last key '%s' of operation '%s' has no value"
              .formatted(SafeText.escape(tags[tags.length - 1]), SafeText.escape(name)));
    }
    return tags.length == 0 ? escaped(name) : escaped(name) + "{" + tagText(tags) + "}";
  }

  private static String tagText(String[] tags) {
    List<Tag> sorted = new ArrayList<>();
    for (int i = 0; i < tags.length; i += 2) {
      sorted.add(new Tag(tags[i], tags[i + 1]));
    }
    sorted.sort(Comparator.comparing(Tag::key));
    var text = new StringBuilder();
    for (Tag tag : sorted) {
      text.append(text.isEmpty() ? "" : ",");
      text.append(escaped(tag.key)).append('=').append(escaped(tag.value));
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return SafeText.escape(Escapes.backslashed(text, SYNTAX));
  }

  private record Tag(String key, String value) {
    private Tag {
      Objects.requireNonNull(key, "tag");
      Objects.requireNonNull(value, "tag");
    }
  }
}
