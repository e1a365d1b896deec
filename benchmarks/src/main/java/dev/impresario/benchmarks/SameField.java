package dev.impresario.benchmarks;

import dev.impresario.spi.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether a header says of a field what the YAML library does. */
final class SameField {
  private static final Set<String> SPECIALIZATIONS =
      Set.of("specializations", "tags", "keywords", "category");
  private static final Set<String> GRANTS = Set.of("tools", "allowed-tools");

  private SameField() {}

  static boolean says(Header header, String field, Object value) {
    if (header.attributes().containsKey(field)) {
      return value.equals(header.attributes().get(field));
    }
    if (GRANTS.contains(field)) {
      return words(value).equals(header.tools().allowed().map(SameField::words).orElse(List.of()));
    }
    if (SPECIALIZATIONS.contains(field)) {
      return header.specializations().containsAll(words(value));
    }
    String text = value.toString().strip();
    return switch (field) {
      case "name" -> text.equals(header.name());
      case "description" -> text.equals(header.description());
      case "model" -> text.equals(Objects.requireNonNullElse(header.model(), ""));
      case "type" -> text.equals(Objects.requireNonNullElse(header.type(), ""));
      default -> false;
    };
  }

  /** A list may be written with commas, so what counts is what stands between them. */
  private static List<String> words(Object value) {
    String text = value instanceof List<?> list ? String.join(",", texts(list)) : value.toString();
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  private static List<String> texts(List<?> list) {
    return list.stream().map(Object::toString).toList();
  }
}
