package dev.impresario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What an agent may know and use while it works on one task. Used by the agent's thread; {@link
 * #cancelled}, {@link #remaining} and {@link #emit} by any. Once the task has ended, {@code emit}
 * does nothing, and what would begin new work throws {@link IllegalStateException}.
 */
public interface TaskContext {

  /** Returns the definition that the agent was started from. */
  AgentDefinition definition();

  /**
   * Returns the tools that this task may use: what file, host and parent all allow. Read it for
   * each use; an agent that is used again may meet a parent that allows less.
   */
  ToolGrant tools();

  /** Returns whether nobody waits for the result any more: cancelled, out of time, or closed. */
  boolean cancelled();

  /** Returns how much time the task has left; zero if none. */
  Duration remaining();

  /** Hands on a part of the answer before the whole is there. Never throws, and nothing is lost. */
  void emit(String partial);

  /**
   * Calls a language model: within the budgets, not faster than the model's rate, not while its
   * circuit breaker is open, and again if that is sensible. While it waits, the task's slot is free
   * for others.
   *
   * <p>It is repeated only if it failed with a {@link ModelCallException} that may pass and emitted
   * nothing.
   *
   * @param model the model's name, as prices and limits know it
   * @param estimatedTokens what the call may use at most, input and output; reserved before,
   *     settled after by what {@link ModelCall.Attempt#used} says
   * @return what the last attempt returned
   * @throws BudgetExceededException if a budget would not bear it
   * @throws ModelCallException if the model cannot be had
   * @throws InterruptedException if the task is cancelled or out of time
   * @throws Exception what the call threw otherwise
   */
  <T> T call(String model, long estimatedTokens, ModelCall<T> call) throws Exception;

  /**
   * Returns a delegator for children of this task. They have what is left of its time and budget,
   * no tool that it has not, and are cancelled when it ends. While the agent's own thread waits for
   * them, its slot is free for others.
   */
  Delegator delegator();

  /**
   * Opens several resources in parallel.
   *
   * @return the resources, which the caller closes
   * @throws ImpresarioException if one could not be opened; those that could are closed again, the
   *     cause is the first failure, and the others are suppressed
   * @throws InterruptedException if the task is cancelled or out of time; what was opened is closed
   */
  <R extends AutoCloseable> Resources<R> acquireAll(List<? extends Callable<? extends R>> openers)
      throws InterruptedException;
}
