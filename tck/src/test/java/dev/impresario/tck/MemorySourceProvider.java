package dev.impresario.tck;

import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.Options;
import java.util.function.Consumer;

/** Makes sources over a place in memory. */
public final class MemorySourceProvider implements AgentSourceProvider {
  /** Has the provider make nothing at all. */
  static final Consumer<MemorySource> NOTHING = source -> {};

  private final Consumer<MemorySource> fault;
  private MemoryPlace place = new MemoryPlace();

  /** Creates one whose sources keep all rules. */
  public MemorySourceProvider() {
    this(source -> {});
  }

  MemorySourceProvider(Consumer<MemorySource> fault) {
    this.fault = fault;
  }

  /** Goes on with a place that is not there yet. */
  MemoryPlace newPlace() {
    place = new MemoryPlace();
    return place;
  }

  @Override
  public String id() {
    return "memory";
  }

  @Override
  @SuppressWarnings("NullAway") // what a careless author returns
  public AgentSource create(Options options) {
    if (fault.equals(NOTHING)) {
      return null;
    }
    var source = new MemorySource(place);
    fault.accept(source);
    return source;
  }
}
