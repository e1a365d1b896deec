package dev.impresario.spi;

/** Makes formats. */
public interface AgentFormatProvider extends Provider {

  /**
   * Creates a format.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  AgentFormat create(Options options);
}
