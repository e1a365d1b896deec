package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Mapping;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds a line of tools that became part of another value, for example behind a quote that is
 * closed too late. The agent would then inherit every tool, so it is refused.
 */
final class SwallowedGrant {

  private SwallowedGrant() {}

  /** Returns these lines by their number in the file. */
  static SortedMap<Integer, String> numbered(List<String> lines, int firstLine) {
    var numbered = new TreeMap<Integer, String>();
    for (int i = 0; i < lines.size(); i++) {
      numbered.put(firstLine + i, lines.get(i));
    }
    return numbered;
  }

  /**
   * Refuses lines that begin with one of these fields though the mapping does not have it.
   *
   * @param lines lines at whose begin a field may stand, by their number
   */
  static void refuse(List<String> fields, Mapping mapping, SortedMap<Integer, String> lines) {
    fields.stream()
        .filter(field -> mapping.entries().stream().noneMatch(e -> e.name().equals(field)))
        .forEach(field -> refuse(field, lines));
  }

  private static void refuse(String field, SortedMap<Integer, String> lines) {
    Pattern begin = Pattern.compile("[\"']?[ \t]*" + Pattern.quote(field) + "[ \t]*[\"']?[ \t]*:");
    lines.forEach(
        (number, line) -> {
          if (begin.matcher(line).lookingAt()) {
            throw new Refusal(
                "tools-invalid",
                Position.ofLine(number),
                "'%s' on this line is part of the value above, so it would limit nothing"
                    .formatted(field),
                "end the value above, and write '%s: ...' at the line's begin".formatted(field));
          }
        });
  }
}
