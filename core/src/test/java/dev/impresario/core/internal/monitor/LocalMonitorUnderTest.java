package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.Options;

/** Offers the built-in monitor as a plugin would, which the contract of plugins asks. */
public final class LocalMonitorUnderTest implements MonitorProvider {

  /** For the service loader. */
  public LocalMonitorUnderTest() {}

  @Override
  public String id() {
    return "local-under-test";
  }

  @Override
  public int priority() {
    return 2 * FALLBACK; // nobody shall choose it
  }

  @Override
  public Monitor create(Options options) {
    return new LocalMonitor(new FakeLookUps());
  }
}
