package dev.impresario.core.internal.pool;

import dev.impresario.Agent;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool from the moment it is taken, and the agent that is started on it or lent with
 * it.
 *
 * <p>Of several threads that end it, exactly one succeeds, and that one alone tidies up. Safe for
 * use by many threads.
 */
final class Loan implements Lease {
  /** Where it stands; it only goes down the list. */
  enum State {
    STARTING,
    LENT,
    RESETTING,
    ENDED
  }

  /** Whose place it is. */
  final Pool pool;

  /** For whom, or null if the agent is started ahead. */
  final @Nullable Borrower borrower;

  private final AgentPools pools;
  private final AtomicReference<State> state;
  private volatile @Nullable Agent agent;

  Loan(AgentPools pools, Pool pool, @Nullable Borrower borrower, @Nullable Agent agent) {
    this.pools = pools;
    this.pool = pool;
    this.borrower = borrower;
    this.agent = agent;
    this.state = new AtomicReference<>(agent == null ? State.STARTING : State.LENT);
  }

  boolean starting() {
    return state.get() == State.STARTING;
  }

  /** Puts the agent in its place; false if the place was taken away meanwhile. */
  boolean started(Agent started) {
    agent = started;
    return state.compareAndSet(State.STARTING, State.LENT);
  }

  /** Begins to give back; false if it has ended or begun to. */
  boolean beginReset() {
    return state.compareAndSet(State.LENT, State.RESETTING);
  }

  /** Ends it, and returns where it stood; that is at its end already if another was first. */
  State end() {
    return state.getAndSet(State.ENDED);
  }

  @Nullable Agent agentIfStarted() {
    return agent;
  }

  @Override
  public Agent agent() {
    return Objects.requireNonNull(agent, "agent");
  }

  @Override
  public void giveBack() {
    pools.giveBack(this);
  }

  @Override
  public Runnable discard() {
    return pools.discard(this);
  }
}
