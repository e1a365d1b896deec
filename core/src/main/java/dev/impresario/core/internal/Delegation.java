package dev.impresario.core.internal;

import dev.impresario.Health.Part;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.dispatch.Clock;
import dev.impresario.core.internal.dispatch.Dispatcher;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.core.internal.pool.AgentPools;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** All that does tasks. An engine that is only asked what agents there are has none. */
@Singleton
final class Delegation implements AutoCloseable {
  private final Dispatcher dispatcher;
  private final AgentPools pools;
  private final ModelCalls calls;
  private final Clock clock;
  private final Threads threads;

  @Inject
  Delegation(
      Dispatcher dispatcher, AgentPools pools, ModelCalls calls, Clock clock, Threads threads) {
    this.dispatcher = dispatcher;
    this.pools = pools;
    this.calls = calls;
    this.clock = clock;
    this.threads = threads;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  AgentPools pools() {
    return pools;
  }

  ModelCalls calls() {
    return calls;
  }

  List<Part> health() {
    var parts = new ArrayList<>(dispatcher.health());
    parts.add(pools.health());
    parts.addAll(calls.health());
    return parts;
  }

  /** Frees what the tasks have used, once the dispatcher is closed. */
  @Override
  public void close() {
    pools.close();
    clock.close();
    threads.close();
  }
}
