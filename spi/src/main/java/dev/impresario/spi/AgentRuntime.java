package dev.impresario.spi;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;

/**
 * What brings definitions to life. Safe for use by many threads. A lambda will do:
 *
 * <pre>{@code
 * definition -> (task, context) -> Reply.of(model.chat(definition.prompt(), task.input()))
 * }</pre>
 */
@FunctionalInterface
public interface AgentRuntime extends AutoCloseable {

  /**
   * Starts an agent, which the engine closes.
   *
   * @throws Exception if it cannot be started; the task then fails with this cause
   */
  Agent start(AgentDefinition definition) throws Exception;

  /** Frees what the runtime holds. A second call does nothing. */
  @Override
  default void close() {}
}
