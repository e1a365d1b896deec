package dev.impresario.core.internal.pool;

import dev.impresario.*;
import dev.impresario.TaskResult.Code;
import dev.impresario.spi.AgentRuntime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

@SuppressWarnings({"unused", "DoNotCallSuggester", "MissingOverride"}) // to be built
public final class AgentPools implements AutoCloseable {
  private final AgentRuntime runtime;

  public AgentPools(AgentRuntime runtime, Function<String, AgentPolicy> policies) {
    this.runtime = runtime;
  }

  public Lease borrow(AgentDefinition definition, Borrower borrower)
      throws InterruptedException, NoAgentException {
    Agent a;
    try {
      a = runtime.start(definition);
    } catch (Exception e) {
      throw new NoAgentException(
          Code.START_FAILED,
          "agent '"
              + definition.id()
              + "' could not be started with "
              + e.getClass().getName()
              + "; see the cause",
          e);
    }
    AtomicBoolean done = new AtomicBoolean();
    return new Lease() {
      public Agent agent() {
        return a;
      }

      public void giveBack() {
        if (done.compareAndSet(false, true)) a.close();
      }

      public Runnable discard() {
        return done.compareAndSet(false, true) ? a::close : () -> {};
      }
    };
  }

  public void recheck() {}

  public void warm(AgentDefinition definition) throws InterruptedException, NoAgentException {}

  public Health.Part health() {
    return new Health.Part("agents", Health.Status.UP, "");
  }

  @Override
  public void close() {}
}
