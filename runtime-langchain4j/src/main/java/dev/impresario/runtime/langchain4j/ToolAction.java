package dev.impresario.runtime.langchain4j;

import dev.impresario.TaskContext;
import dev.langchain4j.agent.tool.ToolExecutionRequest;

/**
 * What a tool of the host does. Used by the threads of all agents at once.
 *
 * <p>It is called only for uses that the task's grant allows.
 */
@FunctionalInterface
public interface ToolAction {

  /**
   * Does what the model asks for.
   *
   * @param request what the model asks for; its arguments are JSON as the model wrote it
   * @param context of the task at work, for example to ask further agents
   * @return what the model is told
   * @throws Exception if it cannot be done; the model is told of the exception's type, and goes on
   * @throws InterruptedException when the task is cancelled or out of time
   */
  String execute(ToolExecutionRequest request, TaskContext context) throws Exception;
}
