package dev.impresario.format.markdown;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * Claude Code subagents: {@code *.md} with front matter. The id is the field {@code name}, or the
 * file's name less {@code .md} if there is at least a {@code description}.
 */
public final class ClaudeFormatProvider implements AgentFormatProvider {

  /** Does no work. */
  public ClaudeFormatProvider() {}

  @Override
  public String id() {
    return "claude";
  }

  @Override
  public List<OptionSpec> options() {
    return Limits.OPTIONS;
  }

  @Override
  public AgentFormat create(Options options) {
    return new FrontMatterFormat(Dialect.CLAUDE, Limits.from(options));
  }
}
