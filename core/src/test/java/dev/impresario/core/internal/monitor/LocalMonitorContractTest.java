package dev.impresario.core.internal.monitor;

import dev.impresario.spi.MonitorProvider;
import dev.impresario.tck.MonitorContract;

class LocalMonitorContractTest extends MonitorContract {

  @Override
  protected MonitorProvider provider() {
    return new LocalMonitorUnderTest();
  }
}
