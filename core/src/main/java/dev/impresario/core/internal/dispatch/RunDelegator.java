package dev.impresario.core.internal.dispatch;

import dev.impresario.Delegator;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands over tasks for a run, or for the host. Safe for use by many threads.
 *
 * @param parent the run whose children the tasks are, or null for the host
 */
record RunDelegator(Dispatcher dispatcher, @Nullable TaskRun parent) implements Delegator {

  @Override
  public TaskResult delegate(Task task) throws InterruptedException {
    return delegateAll(List.of(task)).get(0);
  }

  @Override
  public List<TaskResult> delegateAll(Collection<Task> tasks) throws InterruptedException {
    List<Task> copy = List.copyOf(tasks);
    var runs = new ArrayList<TaskRun>(copy.size());
    boolean done = false;
    try {
      for (Task task : copy) {
        runs.add(dispatcher.start(parent, task, null));
      }
      List<TaskResult> results = dispatcher.awaitAll(runs);
      done = true;
      return results;
    } finally {
      if (!done) {
        runs.forEach(run -> run.cancel("its caller was interrupted"));
      }
    }
  }

  @Override
  public Submission submit(Task task) {
    Objects.requireNonNull(task, "task");
    return new RunSubmission(dispatcher.start(parent, task, null));
  }

  @Override
  public Submission submit(Task task, Consumer<String> partial) {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(partial, "partial");
    return new RunSubmission(dispatcher.start(parent, task, partial));
  }
}
