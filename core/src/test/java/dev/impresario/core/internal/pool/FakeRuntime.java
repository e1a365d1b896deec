package dev.impresario.core.internal.pool;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.spi.AgentRuntime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts agents that know what happened to them. */
final class FakeRuntime implements AgentRuntime {

  /** Happens while an agent starts, is reset or closed. */
  @FunctionalInterface
  interface Step {
    void happen() throws Exception;
  }

  final List<Instance> started = new CopyOnWriteArrayList<>();
  volatile Step onStart = () -> {};
  volatile Step onReset = () -> {};
  volatile Step onClose = () -> {};

  @Override
  public Agent start(AgentDefinition definition) throws Exception {
    onStart.happen();
    var instance = new Instance(definition);
    started.add(instance);
    return instance;
  }

  long open() {
    return started.stream().filter(instance -> instance.closed.get() == 0).count();
  }

  /** An agent. */
  final class Instance implements Agent {
    final AgentDefinition definition;
    final AtomicInteger resets = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    private Instance(AgentDefinition definition) {
      this.definition = definition;
    }

    @Override
    public Reply execute(Task task, TaskContext context) {
      return Reply.of("done");
    }

    @Override
    public void reset() {
      resets.incrementAndGet();
      happen(onReset);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      happen(onClose);
    }
  }

  private static void happen(Step step) {
    try {
      step.happen();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
