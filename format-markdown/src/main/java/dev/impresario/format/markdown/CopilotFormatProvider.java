package dev.impresario.format.markdown;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * GitHub Copilot agents: {@code *.agent.md} with front matter. The id is the file's name less
 * {@code .agent.md}; the field {@code name} is for display.
 */
public final class CopilotFormatProvider implements AgentFormatProvider {

  /** Does no work. */
  public CopilotFormatProvider() {}

  @Override
  public String id() {
    return "copilot";
  }

  @Override
  public List<OptionSpec> options() {
    return Limits.OPTIONS;
  }

  @Override
  public AgentFormat create(Options options) {
    return new FrontMatterFormat(Dialect.COPILOT, Limits.from(options));
  }
}
