package dev.impresario;

/** What an agent may know and use while it works on one task. Used by the agent's thread. */
public interface TaskContext {

  /** Returns the definition that the agent was started from. */
  AgentDefinition definition();

  /** Returns the tools that this task may use; read it for each call. */
  ToolGrant tools();
}
