package dev.impresario;

/**
 * A running team of agents. Make one for an application and close it at the end.
 *
 * <p>Safe for use by many threads. After {@link #close}, every call but {@code close} throws {@link
 * IllegalStateException}.
 */
public interface Engine extends AutoCloseable {

  /** Returns the agents on offer. */
  Registry registry();

  /** Returns the cache that this engine's prompts go through. */
  PromptCache prompts();

  /**
   * Has an agent work on a task, on the calling thread, and returns how it ended. Whatever the
   * task's data can cause, an unknown agent and a blank input included, is a {@link
   * TaskResult.Failure}.
   *
   * @throws InterruptedException if the agent was interrupted
   */
  TaskResult delegate(Task task) throws InterruptedException;

  /**
   * Frees what the engine made, and nothing it was given. Tasks under way lose what they use of it.
   * A second call does nothing.
   *
   * @throws ImpresarioException if a plugin could not be closed; everything else is closed all the
   *     same
   */
  @Override
  void close();
}
