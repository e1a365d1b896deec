package dev.impresario.spi;

/** Makes sources. */
public interface AgentSourceProvider extends Provider {

  /**
   * Creates a source; looks at nothing yet.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  AgentSource create(Options options);
}
