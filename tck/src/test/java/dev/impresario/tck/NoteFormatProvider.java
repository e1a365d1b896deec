package dev.impresario.tck;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.Options;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes formats of agents that are written as notes. */
public final class NoteFormatProvider implements AgentFormatProvider {
  private final Supplier<AgentFormat> maker;

  /** Creates one whose formats keep all rules. */
  public NoteFormatProvider() {
    this(NoteFormat::new);
  }

  NoteFormatProvider(Consumer<NoteFormat> fault) {
    this(
        () -> {
          var format = new NoteFormat();
          fault.accept(format);
          return format;
        });
  }

  NoteFormatProvider(Supplier<AgentFormat> maker) {
    this.maker = maker;
  }

  @Override
  public String id() {
    return "note";
  }

  @Override
  public AgentFormat create(Options options) {
    return maker.get();
  }
}
