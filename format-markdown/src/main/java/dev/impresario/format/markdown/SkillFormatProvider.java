package dev.impresario.format.markdown;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * Agent skills: {@code SKILL.md} with front matter, one in each folder. The id is the field {@code
 * name}, or the folder's name if there is at least a {@code description}.
 */
public final class SkillFormatProvider implements AgentFormatProvider {

  /** Does no work. */
  public SkillFormatProvider() {}

  @Override
  public String id() {
    return "skill";
  }

  @Override
  public List<OptionSpec> options() {
    return Limits.OPTIONS;
  }

  @Override
  public AgentFormat create(Options options) {
    return new FrontMatterFormat(Dialect.SKILL, Limits.from(options));
  }
}
