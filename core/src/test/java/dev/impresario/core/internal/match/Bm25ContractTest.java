package dev.impresario.core.internal.match;

import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.tck.AgentSelectorContract;

class Bm25ContractTest extends AgentSelectorContract {

  @Override
  protected AgentSelectorProvider provider() {
    return new Bm25UnderTest();
  }
}
