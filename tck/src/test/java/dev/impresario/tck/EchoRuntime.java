package dev.impresario.tck;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.spi.AgentRuntime;
import java.util.Set;

/** A runtime that keeps all rules, in parts that a subclass can get wrong. */
class EchoRuntime implements AgentRuntime {

  @Override
  public Set<String> models() {
    return Set.of("m1", "m2");
  }

  @Override
  public String model(AgentMetadata metadata) {
    return metadata.model() != null ? metadata.model() : "m1";
  }

  @Override
  public Agent start(AgentDefinition definition) {
    return new EchoAgent(this, definition);
  }

  Reply execute(EchoAgent agent, Task task, TaskContext context) throws Exception {
    return Reply.of(ask(agent, task.input(), context));
  }

  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
    String said = agent.definition().prompt() + "\n" + input;
    return context.call(model(agent.definition().metadata()), 100, attempt -> said);
  }

  void reset(EchoAgent agent) {}

  void close(EchoAgent agent) {}

  /** An agent of this runtime. */
  record EchoAgent(EchoRuntime runtime, AgentDefinition definition) implements Agent {
    @Override
    public Reply execute(Task task, TaskContext context) throws Exception {
      return runtime.execute(this, task, context);
    }

    @Override
    public void reset() {
      runtime.reset(this);
    }

    @Override
    public void close() {
      runtime.close(this);
    }
  }
}
