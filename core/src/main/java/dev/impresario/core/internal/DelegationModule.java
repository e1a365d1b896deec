package dev.impresario.core.internal;

import dagger.Module;
import dagger.Provides;
import dev.impresario.AgentMetadata;
import dev.impresario.Budget;
import dev.impresario.Monitor;
import dev.impresario.SafeText;
import dev.impresario.core.internal.calls.Meter;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.dispatch.Clock;
import dev.impresario.core.internal.dispatch.Dispatcher;
import dev.impresario.core.internal.dispatch.Dispatcher.Surroundings;
import dev.impresario.core.internal.dispatch.Settings;
import dev.impresario.core.internal.dispatch.SystemClock;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.core.internal.monitor.GuardedMeasures;
import dev.impresario.core.internal.monitor.LocalMonitor;
import dev.impresario.core.internal.monitor.Measures;
import dev.impresario.core.internal.pool.AgentPools;
import dev.impresario.core.internal.slots.SlotQueue;
import dev.impresario.spi.AgentRuntime;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** How the rooms in which tasks are done are joined. Their classes know nothing of Dagger. */
@Module
final class DelegationModule {

  private DelegationModule() {}

  @Provides
  @Singleton
  static Clock clock() {
    return new SystemClock();
  }

  @Provides
  @Singleton
  @Tasks
  static Threads tasks(ClassLoader loader) {
    return Threads.virtualIfPossible("impresario-agent-", loader);
  }

  @Provides
  @Singleton
  @Background
  static Threads background(ClassLoader loader) {
    return Threads.ofTheSystem("impresario-background-", loader);
  }

  @Provides
  @Singleton
  static SlotQueue queue(Settings settings, Policies policies) {
    return new SlotQueue(
        settings.concurrency(),
        settings.queueCapacity(),
        agent -> policies.agent(agent).concurrency(),
        model -> policies.model(model).concurrency());
  }

  @Provides
  @Singleton
  static Dispatcher dispatcher(
      Settings settings,
      Policies policies,
      SlotQueue queue,
      SnapshotRegistry registry,
      AgentRuntime runtime,
      AgentPools pools,
      ModelCalls calls,
      Meter meter,
      Measures measures,
      Clock clock,
      @Tasks Threads tasks,
      @Background Threads background) {
    return new Dispatcher(
        settings,
        queue,
        new Surroundings(
            registry,
            pools,
            calls,
            meter,
            policies::model,
            policies.limitModels() ? firstModel(registry, runtime) : agent -> null,
            measures,
            clock,
            tasks,
            background));
  }

  /** Asks only the snapshot there is: a submission waits for no scan. */
  private static Function<String, @Nullable String> firstModel(
      SnapshotRegistry registry, AgentRuntime runtime) {
    return agent -> {
      try {
        AgentMetadata metadata = registry.known(agent);
        return metadata == null ? null : runtime.model(metadata);
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        LoggerFactory.getLogger("dev.impresario.delegation")
            .warn("the runtime cannot name the model of agent '{}'", SafeText.escape(agent), e);
        return null;
      }
    };
  }

  @Provides
  @Singleton
  static Meter meter(Budget budget, Policies policies) {
    return new Meter("the engine", null, budget, policies::model);
  }

  @Provides
  @Singleton
  static AgentPools pools(
      AgentRuntime runtime,
      Policies policies,
      Measures measures,
      Clock clock,
      Retirement retirement,
      Refresher refresher,
      @Background Threads background) {
    var pools =
        new AgentPools(
            runtime,
            policies::agent,
            background,
            clock::nanos,
            (delay, work) -> clock.schedule(work, delay.toNanos()),
            (agent, nanos) -> measures.operation("pool", "agent", agent).record(nanos, true),
            agent -> isOffered(agent, refresher.current()));
    retirement.concerns(pools);
    return pools;
  }

  private static boolean isOffered(AgentMetadata agent, @Nullable Snapshot current) {
    Candidate now = current == null ? null : current.find(agent.id());
    return now != null && now.metadata().equals(agent);
  }

  @Provides
  @Singleton
  static ModelCalls calls(Policies policies, Measures measures) {
    return new ModelCalls(
        policies::model,
        (model, nanos, success) ->
            measures.operation("model", "model", model).record(nanos, success));
  }

  @Provides
  @Singleton
  static Measures measures(Monitor monitor) {
    return monitor instanceof LocalMonitor ours ? ours : new GuardedMeasures(monitor);
  }
}
