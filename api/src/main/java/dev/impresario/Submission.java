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
   * Waits for the result.
   *
   * @throws InterruptedException if the calling thread is interrupted; the task goes on
   */
  TaskResult await() throws InterruptedException;

  /**
   * Returns the result to come. It completes with a value always, and what depends on it runs on a
   * thread of the engine's own that does not work on tasks.
   */
  CompletionStage<TaskResult> result();
}
