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
   * @throws Exception if the work cannot be done; the task then fails with this cause, and the
   *     agent is closed rather than lent again
   * @throws InterruptedException when the task is cancelled or out of time: an agent that blocks
   *     must let itself be interrupted within a second, or its thread is abandoned
   */
  Reply execute(Task task, TaskContext context) throws Exception;

  /**
   * Forgets the last task, before the agent is lent again. Still within that task's time and slot,
   * so it must be quick. One that throws is closed instead of lent.
   */
  default void reset() {}

  /** Frees what the agent holds. A second call does nothing. */
  @Override
  default void close() {}
}
