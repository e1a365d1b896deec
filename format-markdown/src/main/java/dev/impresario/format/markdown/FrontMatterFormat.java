package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.format.markdown.FrontMatter.State;
import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;

/** A format whose files begin with front matter. Safe for use by many threads. */
final class FrontMatterFormat implements AgentFormat {
  private final Dialect dialect;
  private final Limits limits;

  FrontMatterFormat(Dialect dialect, Limits limits) {
    this.dialect = dialect;
    this.limits = limits;
  }

  @Override
  public int specificity(String path) {
    return dialect.specificity().applyAsInt(new AgentPath(path));
  }

  @Override
  public int maximumBytes() {
    return limits.fileBytes();
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public ParsedAgent parse(String path, byte[] content) {
    var findings = new Findings(path);
    try {
      FileSize.check(content, limits.fileBytes());
      FrontMatter frontMatter = FrontMatter.of(content);
      if (frontMatter.state() == State.ABSENT) {
        MissingFrontMatter.refuseMistake(content);
        MissingFrontMatter.warn(findings);
        return findings.none();
      }
      return parse(new AgentPath(path), content, frontMatter, findings);
    } catch (Refusal refusal) {
      findings.add(refusal);
      return findings.none();
    }
  }

  private ParsedAgent parse(
      AgentPath path, byte[] content, FrontMatter frontMatter, Findings findings) {
    MissingFrontMatter.refuseUnclosed(frontMatter);
    refuseLarge(frontMatter);
    Utf8.check(content);
    var text = new String(content, frontMatter.start(), frontMatter.length(), UTF_8);
    Mapping mapping = new FrontMatterReader(dialect, limits, findings).read(text);
    Header header = new HeaderReader(dialect, new Fields(mapping), findings).read(path);
    return findings.anyError()
        ? findings.none()
        : ParsedAgent.of(header, frontMatter.bodyOffset(), findings.all());
  }

  private void refuseLarge(FrontMatter frontMatter) {
    if (frontMatter.length() > limits.frontMatterBytes()) {
      throw new Refusal(
          "front-matter-too-large",
          Position.FIRST_LINE,
          "the front matter has %d bytes, more than %d"
              .formatted(frontMatter.length(), limits.frontMatterBytes()),
          "move text below it, or raise the option 'max-front-matter-bytes'");
    }
  }
}
