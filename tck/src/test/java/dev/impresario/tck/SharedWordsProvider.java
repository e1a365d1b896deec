package dev.impresario.tck;

import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.Options;
import java.util.function.Supplier;

/** Makes selectors that count shared words. */
public final class SharedWordsProvider implements AgentSelectorProvider {
  private final Supplier<AgentSelector> maker;

  /** Creates one whose selectors keep all rules. */
  public SharedWordsProvider() {
    this(SharedWords::new);
  }

  SharedWordsProvider(Supplier<AgentSelector> maker) {
    this.maker = maker;
  }

  @Override
  public String id() {
    return "shared-words";
  }

  @Override
  public AgentSelector create(Options options) {
    return maker.get();
  }
}
