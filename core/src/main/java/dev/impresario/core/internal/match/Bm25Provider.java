package dev.impresario.core.internal.match;

import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.Options;

/** Offers the selector that goes by words. */
public final class Bm25Provider implements AgentSelectorProvider {

  @Override
  public String id() {
    return "bm25";
  }

  @Override
  public int priority() {
    return FALLBACK;
  }

  @Override
  public AgentSelector create(Options options) {
    return new Bm25Selector();
  }
}
