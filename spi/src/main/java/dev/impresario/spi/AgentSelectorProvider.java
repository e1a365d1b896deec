package dev.impresario.spi;

/** Makes selectors. */
public interface AgentSelectorProvider extends Provider {

  /**
   * Creates a selector that knows no agents yet.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  AgentSelector create(Options options);
}
