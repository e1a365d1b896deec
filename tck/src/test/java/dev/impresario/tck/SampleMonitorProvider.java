package dev.impresario.tck;

import dev.impresario.Monitor;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.Options;
import java.util.function.Supplier;

/** Makes monitors that keep every time they are told. */
public final class SampleMonitorProvider implements MonitorProvider {
  private final Supplier<Monitor> maker;

  /** Creates one whose monitors keep all rules. */
  public SampleMonitorProvider() {
    this(SampleMonitor::new);
  }

  SampleMonitorProvider(Supplier<Monitor> maker) {
    this.maker = maker;
  }

  @Override
  public String id() {
    return "sample";
  }

  @Override
  public Monitor create(Options options) {
    return maker.get();
  }
}
