package dev.impresario;

/**
 * A started definition. Used by one thread at a time, though not always by the same one.
 *
 * <p>A lambda will do: {@code (task, context) -> Reply.of("...")}.
 */
@FunctionalInterface
public interface Agent extends AutoCloseable {

  /**
   * Works on a task.
   *
   * @throws Exception if the work cannot be done; the task then fails with this cause
   */
  Reply execute(Task task, TaskContext context) throws Exception;

  /** Frees what the agent holds. */
  @Override
  default void close() {}
}
