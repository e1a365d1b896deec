package dev.impresario.spi;

/** Makes runtimes. */
public interface AgentRuntimeProvider extends Provider {

  /**
   * Creates a runtime.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  AgentRuntime create(Options options);
}
