package dev.impresario;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands work to agents. An {@link Engine} is one; an agent gets another, for its own children, from
 * {@link TaskContext#delegator}.
 *
 * <p>Whatever a task's data can cause, an unknown agent, a blank input and a full queue included,
 * is a {@link TaskResult.Failure}. A null argument and a closed engine throw. Safe for use by many
 * threads.
 */
public interface Delegator {

  /**
   * Hands over a task and waits for its result.
   *
   * @throws InterruptedException if the calling thread is interrupted; the task is then cancelled
   */
  TaskResult delegate(Task task) throws InterruptedException;

  /**
   * Hands over all tasks at once and waits for them.
   *
   * @return one result for each task, in the order of the tasks, whatever fails
   * @throws InterruptedException if the calling thread is interrupted; the tasks are then cancelled
   */
  List<TaskResult> delegateAll(Collection<Task> tasks) throws InterruptedException;

  /** Hands over a task and returns at once. */
  Submission submit(Task task);

  /**
   * Hands over a task and returns at once.
   *
   * @param partial gets what the agent emits, in order, on the agent's thread; one that throws gets
   *     nothing more
   */
  Submission submit(Task task, Consumer<String> partial);
}
