package dev.impresario.core.internal;

import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;

/** Offers the built-in runtime as a plugin would, which the contract of plugins asks. */
public final class DryRunUnderTest implements AgentRuntimeProvider {
  private final DryRun dryRun = new DryRun();

  /** For the service loader. */
  public DryRunUnderTest() {}

  @Override
  public String id() {
    return "dry-run-under-test";
  }

  @Override
  public AgentRuntime create(Options options) {
    return dryRun.create(options);
  }
}
