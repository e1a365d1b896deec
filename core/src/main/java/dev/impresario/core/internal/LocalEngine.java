package dev.impresario.core.internal;

import dev.impresario.Engine;
import dev.impresario.PromptCache;
import dev.impresario.Registry;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** An engine in this process. */
@Singleton
final class LocalEngine implements Engine {
  private final SnapshotRegistry registry;
  private final CoalescingPromptCache prompts;
  private final StraightDispatcher dispatcher;
  private final Refresher refresher;
  private final Workers workers;
  private final Belongings belongings;
  private final AtomicBoolean closed = new AtomicBoolean();

  @Inject
  LocalEngine(
      SnapshotRegistry registry,
      CoalescingPromptCache prompts,
      StraightDispatcher dispatcher,
      Refresher refresher,
      Workers workers,
      Belongings belongings) {
    this.registry = registry;
    this.prompts = prompts;
    this.dispatcher = dispatcher;
    this.refresher = refresher;
    this.workers = workers;
    this.belongings = belongings;
    prompts.addUser(registry);
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
  public TaskResult delegate(Task task) throws InterruptedException {
    Objects.requireNonNull(task, "task");
    requireOpen();
    return dispatcher.run(task);
  }

  @Override
  public java.util.List<TaskResult> delegateAll(java.util.Collection<Task> tasks) {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public dev.impresario.Submission submit(Task task) {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public dev.impresario.Submission submit(Task task, java.util.function.Consumer<String> partial) {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public dev.impresario.Monitor monitor() {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public dev.impresario.Health health() {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public dev.impresario.UsageTotals usage() {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public void warm(java.util.Collection<String> ids) {
    throw new UnsupportedOperationException("to be built");
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    prompts.removeUser(registry);
    refresher.close();
    workers.close();
    belongings.close();
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the engine is closed");
    }
  }
}
