package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Mapping;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mapping of front matter: the simple reader first, since it is quick; then YAML; then the
 * lenient reading of what is not YAML. Used by one thread.
 */
final class FrontMatterReader {
  private static final int FIRST_LINE = FrontMatter.FIRST_LINE;

  private final Dialect dialect;
  private final Limits limits;
  private final Findings findings;

  FrontMatterReader(Dialect dialect, Limits limits, Findings findings) {
    this.dialect = dialect;
    this.limits = limits;
    this.findings = findings;
  }

  Mapping read(String text) {
    return SimpleYaml.read(text, FIRST_LINE, limits.keys()).orElseGet(() -> readYaml(text));
  }

  private Mapping readYaml(String text) {
    Mapping mapping = yamlOrRecovered(text);
    dialect.grantFields().stream()
        .filter(field -> mapping.entries().stream().noneMatch(e -> e.name().equals(field)))
        .forEach(field -> refuseSwallowed(field, text));
    return mapping;
  }

  private Mapping yamlOrRecovered(String text) {
    try {
      return mapping(new YamlReader(new YamlGuard(limits), text, FIRST_LINE).read());
    } catch (YamlSyntax syntax) {
      return new LenientReader(dialect, limits, findings, syntax).read(text, FIRST_LINE);
    }
  }

  private static Mapping mapping(@Nullable Node root) {
    if (root == null) {
      return new Mapping(List.of(), Position.FIRST_LINE);
    }
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    throw new Refusal(
        "front-matter-not-a-mapping",
        root.at(),
        "the front matter is a %s, not fields with values"
            .formatted(root instanceof Node.Sequence ? "list" : "text"),
        "write it as 'name: ...' and so on");
  }

  /**
   * Refuses a line of tools that became part of another value, such as a quote closed too late: the
   * agent would then inherit every tool.
   */
  private static void refuseSwallowed(String field, String text) {
    Pattern begin = Pattern.compile(Pattern.quote(field) + "[ \t]*:.*");
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (begin.matcher(lines.get(i)).matches()) {
        throw swallowed(field, FIRST_LINE + i);
      }
    }
  }

  static Refusal swallowed(String field, int line) {
    return new Refusal(
        "tools-invalid",
        Position.ofLine(line),
        "'%s' on this line is part of the value above, so it would limit nothing".formatted(field),
        "end the value above, and write '%s: ...' at the line's begin".formatted(field));
  }
}
