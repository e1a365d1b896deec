package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Mapping;
import java.util.List;
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
    Mapping mapping =
        SimpleYaml.read(text, FIRST_LINE, limits.keys()).orElseGet(() -> readYaml(text));
    LookAlike.check(mapping, dialect, findings);
    return mapping;
  }

  private Mapping readYaml(String text) {
    Mapping mapping = yamlOrRecovered(text);
    SwallowedGrant.refuse(
        dialect.grantFields(), mapping, SwallowedGrant.numbered(text.lines().toList(), FIRST_LINE));
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
}
