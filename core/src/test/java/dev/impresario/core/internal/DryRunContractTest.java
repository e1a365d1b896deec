package dev.impresario.core.internal;

import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.tck.AgentRuntimeContract;

class DryRunContractTest extends AgentRuntimeContract {

  @Override
  protected AgentRuntimeProvider provider() {
    return new DryRunUnderTest();
  }
}
