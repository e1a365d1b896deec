package dev.impresario.core.internal.pool;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import dev.impresario.spi.AgentRuntime;
import java.util.function.Function;

/** All pools of an engine. Safe for use by many threads. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // to be built
public final class AgentPools implements AutoCloseable {

  /** Makes pools, which start agents with this runtime. */
  public AgentPools(AgentRuntime runtime, Function<String, AgentPolicy> policies) {
    throw new UnsupportedOperationException("to be built");
  }

  /**
   * Lends an agent of this definition, and starts one if none is idle and there may be more.
   *
   * @throws InterruptedException if the thread is interrupted; the borrower has left the line
   * @throws NoAgentException if it cannot be started, or every instance is lent to tasks that wait,
   *     in the end, for this one
   */
  public Lease borrow(AgentDefinition definition, Borrower borrower)
      throws InterruptedException, NoAgentException {
    throw new UnsupportedOperationException("to be built");
  }

  /** Looks again whether tasks wait for each other; called when one begins to wait for others. */
  public void recheck() {
    throw new UnsupportedOperationException("to be built");
  }

  /** Starts agents ahead: as many as the policy says, at least one. */
  public void warm(AgentDefinition definition) throws InterruptedException, NoAgentException {
    throw new UnsupportedOperationException("to be built");
  }

  /** Closes idle agents now, and lent ones when they come back. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("to be built");
  }
}
