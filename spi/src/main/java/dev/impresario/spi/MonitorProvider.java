package dev.impresario.spi;

import dev.impresario.Monitor;

/** Makes monitors. */
public interface MonitorProvider extends Provider {

  /**
   * Creates a monitor, which the engine closes.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  Monitor create(Options options);
}
