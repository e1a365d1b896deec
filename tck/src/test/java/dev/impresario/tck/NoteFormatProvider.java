package dev.impresario.tck;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.Options;
import java.util.function.Consumer;

/** Makes formats of agents that are written as notes. */
public final class NoteFormatProvider implements AgentFormatProvider {
  private final Consumer<NoteFormat> fault;

  /** Creates one whose formats keep all rules. */
  public NoteFormatProvider() {
    this(format -> {});
  }

  NoteFormatProvider(Consumer<NoteFormat> fault) {
    this.fault = fault;
  }

  @Override
  public String id() {
    return "note";
  }

  @Override
  public AgentFormat create(Options options) {
    var format = new NoteFormat();
    fault.accept(format);
    return format;
  }
}
