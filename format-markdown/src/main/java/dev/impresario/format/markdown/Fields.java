package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The fields of front matter by name. A value that means null is no value. */
final class Fields {
  private final Map<String, Node> byName = new LinkedHashMap<>();

  Fields(Mapping mapping) {
    mapping.entries().forEach(entry -> byName.put(entry.name(), entry.value()));
  }

  /** Returns what was written, null or not; empty if the field is not there. */
  Optional<Node> written(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns the value, which must be a text. */
  Optional<Scalar> scalar(String name) {
    return value(name)
        .map(
            node -> {
              if (node instanceof Scalar scalar) {
                return scalar;
              }
              throw invalid(name, node, "must be a text", "write one text, in quotes if need be");
            });
  }

  /** Returns the text less the white space around it, if any is left. */
  Optional<String> text(String name) {
    return scalar(name).map(scalar -> scalar.text().strip()).filter(text -> !text.isEmpty());
  }

  /** Returns the text, or the first of a list of texts. */
  Optional<String> firstText(String name) {
    if (value(name).orElse(null) instanceof Sequence list) {
      return texts(name, list).stream().findFirst();
    }
    return text(name);
  }

  /** Returns the words of a list, or of a text with commas; empty if it is neither. */
  Optional<List<String>> words(String name) {
    Node node = value(name).orElse(null);
    if (node instanceof Scalar scalar) {
      return Optional.of(nonBlank(Arrays.asList(scalar.text().split(","))));
    }
    if (node instanceof Sequence list && list.items().stream().allMatch(Scalar.class::isInstance)) {
      return Optional.of(texts(name, list));
    }
    return Optional.empty();
  }

  /** Returns the number, which must be a whole one from 1 on. */
  Optional<Integer> wholeNumber(String name) {
    return value(name)
        .map(
            node -> {
              if (node instanceof Scalar scalar && isWholeNumber(scalar.text().strip())) {
                return Integer.valueOf(scalar.text().strip());
              }
              throw invalid(
                  name,
                  node,
                  "must be a whole number from 1 to %d".formatted(Integer.MAX_VALUE),
                  "write such a number, or remove the field");
            });
  }

  /** Returns all fields but these, in their order. */
  Map<String, Object> attributesWithout(Predicate<String> names) {
    var attributes = new LinkedHashMap<String, Object>();
    byName.forEach(
        (name, node) -> {
          if (!names.test(name)) {
            attributes.put(name, node.asAttribute());
          }
        });
    return Collections.unmodifiableMap(attributes);
  }

  /** Returns the place of a value, or line 1 if there is none. */
  Position at(String name) {
    return value(name).map(Node::at).orElse(Position.FIRST_LINE);
  }

  private Optional<Node> value(String name) {
    return written(name).filter(node -> !isNull(node));
  }

  private static boolean isNull(Node node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  private static List<String> texts(String name, Sequence list) {
    return nonBlank(
        list.items().stream()
            .filter(item -> !isNull(item))
            .map(
                item -> {
                  if (item instanceof Scalar scalar) {
                    return scalar.text();
                  }
                  throw invalid(name, item, "must be a list of texts", "write one text an item");
                })
            .toList());
  }

  private static List<String> nonBlank(List<String> texts) {
    return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static boolean isWholeNumber(String text) {
    return text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  private static Refusal invalid(String name, Node at, String problem, String hint) {
    return new Refusal("field-invalid", at.at(), "field '%s' %s".formatted(name, problem), hint);
  }
}
