package dev.impresario;

import java.util.Collection;

/**
 * A running team of agents. Make one for an application and close it at the end.
 *
 * <p>Safe for use by many threads. After {@link #close}, every call but {@code close} throws {@link
 * IllegalStateException}.
 */
public interface Engine extends Delegator, AutoCloseable {

  /** Returns the agents on offer. */
  Registry registry();

  /** Returns the cache that this engine's prompts go through. */
  PromptCache prompts();

  /** Returns what counts and times this engine's work. */
  Monitor monitor();

  /** Returns how the engine is, part by part. Looks at no source and calls no model. */
  Health health();

  /** Returns what its agents have used since it was built. */
  UsageTotals usage();

  /**
   * Starts agents ahead, as many of each as its {@link AgentPolicy#minimumIdle} says and at least
   * one, and returns when that is done.
   *
   * @throws ImpresarioException if one cannot be loaded or started; the others are started all the
   *     same
   * @throws InterruptedException if the calling thread is interrupted
   */
  void warm(Collection<String> ids) throws InterruptedException;

  /**
   * Takes no more tasks, waits for those there are, cancels what is left shortly before the time
   * that was set for closing is over, and frees what the engine made, and nothing it was given. A
   * second call does nothing.
   *
   * @throws ImpresarioException if an agent did not stop or a plugin could not be closed;
   *     everything else is closed all the same
   * @throws IllegalStateException if an agent calls it
   */
  @Override
  void close();
}
