package dev.impresario.core.internal.match;

import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.Options;

/** Offers the built-in selector as a plugin would, which the contract of plugins asks. */
public final class Bm25UnderTest implements AgentSelectorProvider {

  /** For the service loader. */
  public Bm25UnderTest() {}

  @Override
  public String id() {
    return "bm25-under-test";
  }

  @Override
  public int priority() {
    return 2 * FALLBACK; // nobody shall choose it
  }

  @Override
  public AgentSelector create(Options options) {
    return new Bm25Provider().create(options);
  }
}
