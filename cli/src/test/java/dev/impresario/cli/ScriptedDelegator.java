package dev.impresario.cli;

import dev.impresario.Delegator;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notes when tasks come, and answers them as a test says; those that get null never end. */
final class ScriptedDelegator implements Delegator {
  private final Clock clock;
  private final Function<Integer, @Nullable TaskResult> script;
  final List<Long> instants = new ArrayList<>();
  final List<Task> tasks = new ArrayList<>();
  final List<Integer> cancelled = new ArrayList<>();

  ScriptedDelegator(Clock clock, Function<Integer, @Nullable TaskResult> script) {
    this.clock = clock;
    this.script = script;
  }

  static TaskResult success(Duration queued, Duration elapsed) {
    return new TaskResult.Success(Task.of("qa", "Test"), "done", Usage.NONE, elapsed, queued);
  }

  static TaskResult failure(TaskResult.Code code, Duration queued, Duration elapsed) {
    return new TaskResult.Failure(
        Task.of("qa", "Test"), code, "no", true, null, Usage.NONE, elapsed, queued);
  }

  @Override
  public Submission submit(Task task) {
    int number = tasks.size();
    instants.add(clock.nanoTime());
    tasks.add(task);
    var result = new CompletableFuture<TaskResult>();
    TaskResult scripted = script.apply(number);
    if (scripted != null) {
      result.complete(scripted);
    }
    return new Scripted(task, number, result);
  }

  @Override
  public Submission submit(Task task, Consumer<String> partial) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskResult delegate(Task task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TaskResult> delegateAll(Collection<Task> all) {
    throw new UnsupportedOperationException();
  }

  private final class Scripted implements Submission {
    private final Task task;
    private final int number;
    private final CompletableFuture<TaskResult> result;

    Scripted(Task task, int number, CompletableFuture<TaskResult> result) {
      this.task = task;
      this.number = number;
      this.result = result;
    }

    @Override
    public String id() {
      return task.id();
    }

    @Override
    public boolean cancel() {
      cancelled.add(number);
      return result.complete(
          failure(TaskResult.Code.CANCELLED, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    @Override
    public TaskResult await() {
      return result.join();
    }

    @Override
    public CompletionStage<TaskResult> result() {
      return result;
    }
  }
}
