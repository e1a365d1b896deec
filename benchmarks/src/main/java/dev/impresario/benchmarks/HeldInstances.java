package dev.impresario.benchmarks;

import dev.impresario.Agent;
import dev.impresario.AgentPolicy;
import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.core.Impresario;
import java.util.List;

/** A pool of idle agents that hold nothing of their own. */
public final class HeldInstances implements Holding {

  @Override
  public AutoCloseable ours(int count) throws InterruptedException {
    Engine engine =
        Impresario.builder()
            .source(Scope.PROJECT, new OneAgent())
            .runtime(definition -> new Idler())
            .agents(AgentPolicy.defaults().withMaximumInstances(count).withMinimumIdle(count))
            .build();
    engine.warm(List.of(OneAgent.ID));
    return engine;
  }

  private static final class Idler implements Agent {
    @Override
    public Reply execute(Task task, TaskContext context) {
      return Reply.of("");
    }
  }
}
