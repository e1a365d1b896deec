package dev.impresario.systemtests;

import dev.impresario.format.markdown.ClaudeFormatProvider;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The format of Claude, which counts how many files it parses. For the service loader. */
public final class CountingFormat implements AgentFormatProvider {
  static final String ID = "counting";
  static final AtomicInteger PARSES = new AtomicInteger();

  private final AgentFormatProvider claude = new ClaudeFormatProvider();

  /** For the service loader. */
  public CountingFormat() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<OptionSpec> options() {
    return claude.options();
  }

  @Override
  public AgentFormat create(Options options) {
    return new Counting(claude.create(options));
  }

  private record Counting(AgentFormat format) implements AgentFormat {

    @Override
    public int specificity(String path) {
      return format.specificity(path);
    }

    @Override
    public int maximumBytes() {
      return format.maximumBytes();
    }

    @Override
    public int revision() {
      return format.revision();
    }

    @Override
    public ParsedAgent parse(String path, byte[] content) {
      PARSES.incrementAndGet();
      return format.parse(path, content);
    }
  }
}
