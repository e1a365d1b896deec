package dev.impresario.core.internal.pool;

import dev.impresario.Agent;

/** An agent that is lent to one task. Exactly one of the two ends counts, the first. */
public interface Lease {

  /** Returns the agent. */
  Agent agent();

  /** Gives the agent back to be reset and lent again. On the borrower's thread. */
  void giveBack();

  /**
   * Takes the agent out of the pool for good, and its place is free at once. From any thread.
   *
   * @return closes the agent; run it when no thread uses the agent any more
   */
  Runnable discard();
}
