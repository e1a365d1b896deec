package dev.impresario.core.internal;

import dagger.Lazy;
import dev.impresario.AgentDefinition;
import dev.impresario.Delegator;
import dev.impresario.Engine;
import dev.impresario.Health;
import dev.impresario.ImpresarioException;
import dev.impresario.Monitor;
import dev.impresario.PromptCache;
import dev.impresario.Registry;
import dev.impresario.SafeText;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import dev.impresario.UsageTotals;
import dev.impresario.core.internal.live.Listeners;
import dev.impresario.core.internal.pool.AgentPools;
import dev.impresario.core.internal.pool.NoAgentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An engine in this process. What does tasks is made when it is first asked for. */
@Singleton
final class LocalEngine implements Engine {
  private static final UsageTotals UNUSED =
      new UsageTotals(Usage.NONE, Map.of(), Map.of(), BigDecimal.ZERO);

  private final SnapshotRegistry registry;
  private final CoalescingPromptCache prompts;
  private final Lazy<Delegation> delegation;
  private final Monitor monitor;
  private final Belongings belongings;

  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Delegation made; // written under the lock
  private volatile boolean closing; // written under the lock
  private volatile boolean closed;
  private List<String> unclosed = List.of(); // agents; used by the thread that closes

  @Inject
  LocalEngine(
      SnapshotRegistry registry,
      CoalescingPromptCache prompts,
      Lazy<Delegation> delegation,
      Monitor monitor,
      Refresher refresher,
      Following following,
      Listeners listeners,
      Workers workers,
      Belongings belongings) {
    this.registry = registry;
    this.prompts = prompts;
    this.delegation = delegation;
    this.monitor = monitor;
    this.belongings = belongings;
    prompts.addUser(registry);
    // the latest is closed first
    belongings.add(workers::close);
    belongings.add(refresher::close);
    belongings.add(listeners::close);
    belongings.add(following::close);
    belongings.add(() -> prompts.removeUser(registry));
    refresher.whenFirst(following::start);
  }

  @Override
  public Registry registry() {
    requireOpen();
    return registry;
  }

  @Override
  public PromptCache prompts() {
    requireOpen();
    return prompts;
  }

  @Override
  public Monitor monitor() {
    return monitor;
  }

  @Override
  public UsageTotals usage() {
    Delegation used = made;
    return used == null ? UNUSED : used.calls().totals();
  }

  @Override
  public TaskResult delegate(Task task) throws InterruptedException {
    return tasks().delegate(task);
  }

  @Override
  public List<TaskResult> delegateAll(Collection<Task> tasks) throws InterruptedException {
    return tasks().delegateAll(tasks);
  }

  @Override
  public Submission submit(Task task) {
    return tasks().submit(task);
  }

  @Override
  public Submission submit(Task task, Consumer<String> partial) {
    return tasks().submit(task, partial);
  }

  private Delegator tasks() {
    return delegation().dispatcher().host();
  }

  private Delegation delegation() {
    Delegation used = made;
    return used != null ? used : firstUse();
  }

  private Delegation firstUse() {
    making.lock();
    try {
      if (closing) {
        throw new IllegalStateException("the engine is closed");
      }
      Delegation first = delegation.get();
      if (made == null) {
        made = first;
        belongings.add(() -> unclosed = first.close());
      }
      return first;
    } finally {
      making.unlock();
    }
  }

  @Override
  public Health health() {
    if (closed) {
      return Health.of(List.of(new Health.Part("engine", Health.Status.DOWN, "it is closed")));
    }
    var parts = new ArrayList<Health.Part>();
    parts.add(registry.health());
    Delegation used = made;
    if (used == null) {
      parts.add(new Health.Part("tasks", Health.Status.UP, "none yet"));
    } else {
      parts.addAll(used.health());
    }
    return Health.of(parts);
  }

  @Override
  public void warm(Collection<String> ids) throws InterruptedException {
    requireOpen();
    AgentPools pools = delegation().pools();
    @Nullable ImpresarioException failure = null;
    for (String id : List.copyOf(ids)) {
      try {
        AgentDefinition definition = registry.load(id);
        pools.warm(definition);
      } catch (ImpresarioException e) {
        failure = joined(failure, e);
      } catch (NoAgentException e) {
        failure = joined(failure, new ImpresarioException(String.valueOf(e.getMessage()), e));
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @SuppressWarnings("ReferenceEquality") // none may be its own suppressed one
  private static ImpresarioException joined(
      @Nullable ImpresarioException first, ImpresarioException next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }

  @Override
  public void close() {
    Delegation used = made;
    if (used != null) {
      used.dispatcher().requireHost();
    }
    if (!beginClosing()) {
      return;
    }
    used = made;
    List<String> left = used == null ? List.of() : used.closeTasks();
    closed = true;
    @Nullable ImpresarioException failure = left.isEmpty() ? null : stillAtWork(left);
    try {
      belongings.close();
    } catch (ImpresarioException e) {
      failure = joined(failure, e);
    }
    if (!unclosed.isEmpty()) {
      failure = joined(failure, notClosed(unclosed));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean beginClosing() {
    making.lock();
    try {
      boolean first = !closing;
      closing = true;
      return first;
    } finally {
      making.unlock();
    }
  }

  private static ImpresarioException stillAtWork(List<String> left) {
    return new ImpresarioException(
        "the engine is closed, but %s still at work: %s; let agents stop when they are"
                .formatted(
                    left.size() == 1 ? "a thread is" : left.size() + " threads are",
                    String.join(", ", left.subList(0, Math.min(10, left.size()))))
            + " interrupted, or allow more time with closeTimeout");
  }

  private static ImpresarioException notClosed(List<String> agents) {
    String some =
        agents.stream()
            .limit(10)
            .map(id -> "'" + SafeText.escape(id) + "'")
            .collect(Collectors.joining(", "));
    return new ImpresarioException(
        "the engine is closed, but %s %s could not be closed in time; let %s close() return sooner, or allow more time with closeTimeout"
            .formatted(
                agents.size() == 1 ? "agent" : agents.size() + " agents:",
                some,
                agents.size() == 1 ? "its" : "their"));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }
}
