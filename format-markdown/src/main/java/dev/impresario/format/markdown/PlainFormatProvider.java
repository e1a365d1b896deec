package dev.impresario.format.markdown;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * Plain roles: {@code *.md} without front matter; the whole file is the prompt. The id is the
 * file's name less {@code .md} and less {@code -agent} or {@code _agent} before it.
 *
 * <p>Of the formats for {@code *.md} this one is tried first, and leaves every file with front
 * matter to the others.
 */
public final class PlainFormatProvider implements AgentFormatProvider {

  /** Does no work. */
  public PlainFormatProvider() {}

  @Override
  public String id() {
    return "plain";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(Limits.FILE_BYTES);
  }

  @Override
  public AgentFormat create(Options options) {
    return new PlainFormat(Limits.fileBytes(options));
  }
}
