package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentNotFoundException;
import dev.impresario.ImpresarioException;
import dev.impresario.Registry;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.ToolGrant;

/** Finds the agent, and what it may: what file, host and the delegating task all allow. */
final class Admission implements Step {
  private final Registry registry;
  private final ToolGrant host;
  private final int maximumDepth;

  Admission(Registry registry, ToolGrant host, int maximumDepth) {
    this.registry = registry;
    this.host = host;
    this.maximumDepth = maximumDepth;
  }

  @Override
  public TaskResult apply(TaskRun run, Task task, Rest rest) throws InterruptedException {
    if (task.input().isBlank()) {
      return Failures.blank(task);
    }
    if (task.depth() > maximumDepth) {
      return Failures.tooDeep(task, maximumDepth);
    }
    AgentDefinition definition;
    try {
      definition = registry.load(task.agent());
    } catch (AgentNotFoundException e) {
      Code code = e.refused() ? Code.REFUSED : Code.AGENT_NOT_FOUND;
      return Failures.of(task, code, message(e), false, e);
    } catch (ImpresarioException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return Failures.of(task, Code.LOAD_FAILED, message(e), true, e);
    }
    run.admit(definition, granted(definition, run));
    return rest.proceed(run, task);
  }

  private ToolGrant granted(AgentDefinition definition, TaskRun run) {
    ToolGrant own = definition.metadata().tools().and(host);
    return run.parent == null ? own : own.and(run.parent.grant());
  }

  private static String message(ImpresarioException e) {
    return String.valueOf(e.getMessage());
  }
}
