package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentMetadata;
import dev.impresario.ImpresarioException;
import dev.impresario.NoClearAgentException;
import dev.impresario.Registry;
import dev.impresario.Shortlist;
import dev.impresario.Task;
import dev.impresario.TaskResult.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a task that names no agent.
 *
 * @param task the task, for the agent that was chosen if one was
 * @param failure why none was, or null
 */
record AgentChoice(Task task, @Nullable Failure failure) {
  private static final int SHORTLIST = 5;

  /**
   * Chooses by the registry; a task that names its agent is left as it is.
   *
   * @throws IllegalStateException if the engine is closed
   */
  static AgentChoice of(Task task, Registry registry) {
    if (!task.isForWork()) {
      return new AgentChoice(task, null);
    }
    if (task.input().isBlank()) {
      return new AgentChoice(task, Failures.blank(task));
    }
    try {
      Shortlist shortlist = registry.match(task.input(), SHORTLIST);
      Optional<AgentMetadata> best = shortlist.decided();
      return best.isPresent()
          ? new AgentChoice(task.withAgent(best.get().id()), null)
          : refused(task, new NoClearAgentException(shortlist));
    } catch (ImpresarioException e) {
      return refused(task, e);
    }
  }

  private static AgentChoice refused(Task task, ImpresarioException cause) {
    return new AgentChoice(task, Failures.notChosen(task, cause));
  }
}
