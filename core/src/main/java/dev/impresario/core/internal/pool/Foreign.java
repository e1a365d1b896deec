package dev.impresario.core.internal.pool;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.ImpresarioException;
import dev.impresario.SafeText;
import dev.impresario.TaskResult.Code;
import dev.impresario.spi.AgentRuntime;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of code that is not ours: it may throw anything. Never made under a lock. */
final class Foreign {
  private static final Logger LOG = LoggerFactory.getLogger("dev.impresario.pool");

  private Foreign() {}

  /**
   * Starts an agent. The message of an exception of this library's is for people; one of foreign
   * code may hold the prompt, so only its type is named.
   */
  static Agent start(AgentRuntime runtime, AgentDefinition definition)
      throws InterruptedException, NoAgentException {
    @Nullable Agent agent;
    try {
      agent = runtime.start(definition);
    } catch (InterruptedException e) {
      throw e;
    } catch (ImpresarioException e) {
      throw notStarted(definition, ": " + e.getMessage(), e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw notStarted(definition, " with " + e.getClass().getName() + "; see the cause", e);
    }
    if (agent == null) {
      throw notStarted(definition, ": the runtime gave none", null);
    }
    return agent;
  }

  private static NoAgentException notStarted(
      AgentDefinition definition, String how, @Nullable Throwable cause) {
    String message =
        "agent '%s' could not be started%s".formatted(SafeText.escape(definition.id()), how);
    return new NoAgentException(Code.START_FAILED, message, cause);
  }

  /** Has the agent forget its last task, and returns whether it did. */
  static boolean reset(Agent agent, String id) {
    try {
      agent.reset();
      return true;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LOG.warn("agent '{}' could not be reset; it is closed", SafeText.escape(id), e);
      return false;
    }
  }

  /**
   * Closes the agent; one that cannot tidy up is its author's to know of, and nobody's to handle.
   */
  static void close(Agent agent, String id) {
    try {
      agent.close();
    } catch (Throwable e) { // whatever it is, other agents have to be closed after it
      LOG.warn("agent '{}' could not be closed", SafeText.escape(id), e);
    }
  }

  /** Tells of a start ahead whose place was needed before it came to its end. */
  static void overtaken(String id) {
    LOG.warn(
        "agent '{}' has been starting ahead for {} s or more; a task takes its place",
        SafeText.escape(id),
        Pool.PATIENCE.toSeconds());
  }

  /** Tells of a start that nobody waited for. */
  static void notStartedAhead(String id, Throwable cause) {
    LOG.warn("agent '{}' could not be started ahead", SafeText.escape(id), cause);
  }

  /** Tells how long a borrower waited. */
  static void tell(ObjLongConsumer<String> waited, String id, long nanos) {
    try {
      waited.accept(id, nanos);
    } catch (RuntimeException e) {
      // a lease may be on its way, and must not be lost over a figure
      LOG.warn("the wait for agent '{}' could not be measured", SafeText.escape(id), e);
    }
  }
}
