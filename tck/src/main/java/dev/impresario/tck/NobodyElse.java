package dev.impresario.tck;

import dev.impresario.Delegator;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A delegator that knows no agent. Safe for use by many threads. */
final class NobodyElse implements Delegator {

  @Override
  public TaskResult delegate(Task task) {
    return TaskResult.Failure.of(
        task, TaskResult.Code.AGENT_NOT_FOUND, "there are no other agents in this test");
  }

  @Override
  public List<TaskResult> delegateAll(Collection<Task> tasks) {
    return tasks.stream().map(this::delegate).toList();
  }

  @Override
  public Submission submit(Task task) {
    return new Ended(delegate(task));
  }

  @Override
  public Submission submit(Task task, Consumer<String> partial) {
    return submit(task);
  }

  private record Ended(TaskResult ending) implements Submission {
    @Override
    public String id() {
      return ending.task().id();
    }

    @Override
    public boolean cancel() {
      return false;
    }

    @Override
    public TaskResult await() {
      return ending;
    }

    @Override
    public CompletionStage<TaskResult> result() {
      return CompletableFuture.completedFuture(ending);
    }
  }
}
