package dev.impresario.format.markdown;

import dev.impresario.SafeText;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.List;

/**
 * Reads a field that lists tools. Whatever is not plainly a list of names is refused, since a field
 * that is there but means nothing would leave the agent every tool.
 */
final class ToolField {
  private static final String STRAY = "([{<\uff08\uff3b\uff5b-\u2013\u2014";

  private final String name;

  ToolField(String name) {
    this.name = name;
  }

  List<String> read(Node node) {
    if (node instanceof Sequence list) {
      return list.items().stream().map(this::item).toList();
    }
    if (node instanceof Scalar scalar && !scalar.isNull()) {
      List<String> tools = split(scalar);
      tools.forEach(tool -> refuseStray(tool, scalar));
      return tools;
    }
    throw invalid(
        node,
        node instanceof Scalar ? "field '%s' has no value" : "field '%s' is a mapping, not a list");
  }

  private String item(Node item) {
    if (item instanceof Scalar scalar && !scalar.isNull() && !scalar.text().isBlank()) {
      refuseStray(scalar.text().strip(), item);
      return scalar.text().strip();
    }
    throw invalid(item, "an item of '%s' is not the name of a tool");
  }

  /** A bracket or dash by itself was meant to limit the tool before it, and would not. */
  private void refuseStray(String tool, Node at) {
    int first = tool.codePointAt(0);
    if (STRAY.indexOf(first) >= 0 || SafeText.isUnsafe(first)) {
      throw invalid(at, "an item of '%s' does not begin with the name of a tool");
    }
  }

  private List<String> split(Scalar scalar) {
    List<String> tools =
        ToolText.split(scalar.text())
            .orElseThrow(
                () ->
                    invalid(
                        scalar,
                        "field '%s' has a bracket or quote that is not closed or stands by itself"));
    if (tools.isEmpty() || tools.contains("")) {
      throw invalid(scalar, "field '%s' has an empty item");
    }
    return tools;
  }

  private Refusal invalid(Node at, String problem) {
    return new Refusal(
        "tools-invalid",
        at.at(),
        problem.formatted(name),
        "write '%1$s: [Read, Grep]', or '%1$s: []' for none".formatted(name));
  }
}
