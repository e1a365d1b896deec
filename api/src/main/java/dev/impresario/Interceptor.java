package dev.impresario;

/**
 * Sees each task after its agent and grant are known and before anything is spent: it may look,
 * refuse, change the input, repeat, or answer by itself. Called on the task's thread, by many
 * threads.
 *
 * <pre>{@code
 * (task, chain) -> task.input().length() > 10_000
 *     ? TaskResult.refused(task, "the input is too long")
 *     : chain.proceed(task)
 * }</pre>
 */
@FunctionalInterface
public interface Interceptor {

  /**
   * Returns how the task ends.
   *
   * @return never null; its times and usage are replaced by the engine's own
   * @throws InterruptedException if the task is cancelled or out of time
   */
  TaskResult intercept(Task task, Chain chain) throws InterruptedException;

  /** What comes after an interceptor. */
  interface Chain {

    /**
     * Goes on with this task, which may differ from the one that came in input and attributes. May
     * be called again, which does the work again.
     *
     * @throws IllegalArgumentException if the task is another one, or for another agent
     * @throws IllegalStateException on another thread, and after {@code intercept} has returned:
     *     the work could be neither stopped nor bounded
     */
    TaskResult proceed(Task task) throws InterruptedException;

    /** Returns what is known of the task so far. */
    TaskContext context();
  }
}
