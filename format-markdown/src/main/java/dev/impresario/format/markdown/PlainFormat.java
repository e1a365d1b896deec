package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.ToolGrant;
import dev.impresario.format.markdown.FrontMatter.State;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files without front matter, which are prompts as a whole. Safe for use by many threads. */
final class PlainFormat implements AgentFormat {
  private final int maximumBytes;

  PlainFormat(int maximumBytes) {
    this.maximumBytes = maximumBytes;
  }

  @Override
  public int specificity(String path) {
    return new AgentPath(path).endsWith(".md");
  }

  @Override
  public int maximumBytes() {
    return maximumBytes;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public ParsedAgent parse(String path, byte[] content) {
    var findings = new Findings(path);
    try {
      FileSize.check(content, maximumBytes);
      FrontMatter frontMatter = FrontMatter.of(content);
      return frontMatter.state() == State.CLOSED
          ? ParsedAgent.notThisFormat()
          : parse(new AgentPath(path), content, frontMatter);
    } catch (Refusal refusal) {
      findings.add(refusal);
      return findings.none();
    }
  }

  private static ParsedAgent parse(AgentPath path, byte[] content, FrontMatter none) {
    MissingFrontMatter.refuseUnclosed(none);
    MissingFrontMatter.refuseMistake(content);
    Utf8.check(content);
    String id = Names.check(roleOf(path.stem(".md")), new Position(0, 0));
    int start = none.bodyOffset();
    String description =
        RoleText.description(new String(content, start, content.length - start, UTF_8));
    var header =
        new Header(id, id, description, null, Set.of(), ToolGrant.inherit(), null, Map.of());
    return ParsedAgent.of(header, start, List.of());
  }

  private static String roleOf(String stem) {
    boolean named = stem.endsWith("-agent") || stem.endsWith("_agent");
    return named ? stem.substring(0, stem.length() - "-agent".length()) : stem;
  }
}
