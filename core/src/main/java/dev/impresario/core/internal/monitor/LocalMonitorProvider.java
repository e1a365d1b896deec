package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.Options;

/** Offers the monitor that measures in this process. */
public final class LocalMonitorProvider implements MonitorProvider {
  private final LookUps prompts;

  /**
   * Creates the provider for one engine.
   *
   * @param prompts the engine's prompt cache
   */
  public LocalMonitorProvider(LookUps prompts) {
    this.prompts = prompts;
  }

  @Override
  public String id() {
    return "local";
  }

  @Override
  public int priority() {
    return FALLBACK;
  }

  @Override
  public Monitor create(Options options) {
    return new LocalMonitor(prompts);
  }
}
