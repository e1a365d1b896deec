package dev.impresario;

import java.util.concurrent.CompletionStage;

/** A task that was handed over. Safe for use by many threads. */
public interface Submission {

  /** Returns the task's id. */
  String id();

  /**
   * Ends the task as cancelled: a waiting one leaves the queue, and the agent of a running one is
   * interrupted. Its children are cancelled with it.
   *
   * @return whether this call ended it; false if it had ended already
   */
  boolean cancel();

  /**
   * Waits for the result. An agent's own thread gives its slot to others meanwhile.
   *
   * @throws IllegalStateException if an agent waits for its own task, or for one that waits for it
   * @throws InterruptedException if the calling thread is interrupted; the task goes on
   */
  TaskResult await() throws InterruptedException;

  /**
   * Returns the result to come. It completes with a value always, on a thread of the engine's own
   * that does not work on tasks; cancelling it as a future cancels the task. An agent that waits
   * for it keeps its slot meanwhile; with {@link #await} it does not.
   */
  CompletionStage<TaskResult> result();
}
