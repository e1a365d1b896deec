package dev.impresario.core.internal;

import dev.impresario.Health.Part;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.dispatch.Clock;
import dev.impresario.core.internal.dispatch.Dispatcher;
import dev.impresario.core.internal.dispatch.Settings;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.core.internal.pool.AgentPools;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All that does tasks. An engine that is only asked what agents there are has none. Closed by one
 * thread.
 */
@Singleton
final class Delegation {
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  private final Dispatcher dispatcher;
  private final AgentPools pools;
  private final ModelCalls calls;
  private final Clock clock;
  private final Threads tasks;
  private final Threads background;
  private final Duration closeTimeout;
  private long closeBegin; // valid once the tasks are closed

  @Inject
  Delegation(
      Dispatcher dispatcher,
      AgentPools pools,
      ModelCalls calls,
      Clock clock,
      @Tasks Threads tasks,
      @Background Threads background,
      Settings settings) {
    this.dispatcher = dispatcher;
    this.pools = pools;
    this.calls = calls;
    this.clock = clock;
    this.tasks = tasks;
    this.background = background;
    this.closeTimeout = settings.closeTimeout();
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

  /** Ends all tasks, and returns those whose threads are still at work. To be called first. */
  List<String> closeTasks() {
    closeBegin = clock.nanos();
    return dispatcher.close();
  }

  /**
   * Frees what the tasks have used, in the time that they have left of the close timeout, but at
   * least a second.
   *
   * @return the ids of the agents that could not be closed in time
   */
  List<String> close() {
    try {
      return pools.close(timeLeft());
    } finally {
      clock.close();
      tasks.close();
      background.close();
    }
  }

  private Duration timeLeft() {
    Duration left = closeTimeout.minusNanos(clock.nanos() - closeBegin);
    boolean hurry = Thread.currentThread().isInterrupted() || left.compareTo(LEAST_TIME) < 0;
    return hurry ? LEAST_TIME : left;
  }
}
