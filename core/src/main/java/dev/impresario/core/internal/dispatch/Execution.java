package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentDefinition;
import dev.impresario.BudgetExceededException;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskFailedException;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.core.internal.pool.AgentPools;
import dev.impresario.core.internal.pool.Lease;
import dev.impresario.core.internal.pool.NoAgentException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last step: borrows an agent, has it work, and gives it back or away. */
final class Execution implements Step {
  private final AgentPools pools;

  Execution(AgentPools pools) {
    this.pools = pools;
  }

  @Override
  public TaskResult apply(TaskRun run, Task task, Rest rest) throws InterruptedException {
    AgentDefinition definition = Objects.requireNonNull(run.definition(), "definition");
    Lease lease;
    try {
      lease = pools.borrow(definition, run);
    } catch (NoAgentException e) {
      boolean mayPass = e.code() == Code.AGENT_BUSY;
      return Failures.of(task, e.code(), String.valueOf(e.getMessage()), mayPass, e.getCause());
    }
    boolean sound = false;
    try {
      TaskResult result = execute(run, task, lease);
      sound = isSound(result);
      return result;
    } finally {
      giveBack(lease, sound && !run.ended());
    }
  }

  private static TaskResult execute(TaskRun run, Task task, Lease lease)
      throws InterruptedException {
    @Nullable Reply reply;
    try {
      reply = lease.agent().execute(task, run.context);
    } catch (InterruptedException e) {
      return interrupted(run, task, e);
    } catch (ModelCallException e) {
      return Failures.of(task, Code.MODEL_FAILED, message(e), e.retryable(), e);
    } catch (BudgetExceededException e) {
      return Failures.of(task, Code.BUDGET_EXCEEDED, message(e), false, e);
    } catch (TaskFailedException e) {
      return Failures.of(task, Code.EXECUTION_FAILED, childFailed(task, e), false, e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return Failures.threw(task, Failures.agent(task), e);
    }
    if (reply == null) {
      return Failures.gave(task, Failures.agent(task), "gave no reply: it returned null");
    }
    run.dispatcher.charge(run, run.context.definition().metadata(), reply.usage());
    return TaskResult.replied(task, reply);
  }

  /** Ours if the task has ended, else the agent's own doing. */
  private static TaskResult interrupted(TaskRun run, Task task, InterruptedException e)
      throws InterruptedException {
    if (run.ended()) {
      throw e;
    }
    return Failures.threw(task, Failures.agent(task), e);
  }

  /** A refusal by a model or a budget has spoiled no agent; whatever else went wrong may have. */
  private static boolean isSound(TaskResult result) {
    return !(result instanceof TaskResult.Failure failure)
        || failure.code() == Code.MODEL_FAILED
        || failure.code() == Code.BUDGET_EXCEEDED;
  }

  private static void giveBack(Lease lease, boolean sound) {
    Thread.interrupted(); // what was meant for the work must not disturb the tidying up
    if (sound) {
      lease.giveBack();
    } else {
      lease.discard().run();
    }
  }

  private static String childFailed(Task task, TaskFailedException e) {
    return "%s failed, since it needed a task that failed: %s"
        .formatted(Failures.agent(task), message(e));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
