package dev.impresario.spi;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What brings definitions to life. Prompts and inputs are passed as they are: nothing in them is
 * executed or expanded. Safe for use by many threads. A lambda will do:
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

  /**
   * Returns the names of the models that agents may call, as they pass them to {@code
   * TaskContext.call}; empty if there are none or they are not known ahead. Each needs a price
   * where costs are limited.
   */
  default Set<String> models() {
    return Set.of();
  }

  /**
   * Returns the name of the model that an agent will call first, so that tasks can wait for it in
   * the queue; null if there is none or it is not known ahead. Must be quick.
   */
  default @Nullable String model(AgentMetadata metadata) {
    return metadata.model();
  }

  /** Frees what the runtime holds. A second call does nothing. */
  @Override
  default void close() {}
}
