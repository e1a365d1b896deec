package dev.impresario.core.internal.dispatch;

import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Failure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a task that failed in a way that may pass and has emitted nothing, where the host has set
 * that. Between two attempts the slot is free, for a time that doubles, give or take half of it.
 */
record Repetition(int attempts) implements Step {
  private static final long FIRST = Duration.ofMillis(500).toNanos();
  private static final long LONGEST = Duration.ofSeconds(30).toNanos();

  @Override
  public TaskResult apply(TaskRun run, Task task, Rest rest) throws InterruptedException {
    TaskResult result = rest.proceed(run, task);
    for (int attempt = 1; attempt < attempts && mayRepeat(run, result); attempt++) {
      long pause = pause(attempt);
      if (pause >= run.remaining().toNanos()) {
        return result;
      }
      run.<Boolean>pause(
          () -> {
            TimeUnit.NANOSECONDS.sleep(pause);
            return true;
          });
      result = rest.proceed(run, task);
    }
    return result;
  }

  private static boolean mayRepeat(TaskRun run, TaskResult result) {
    return result instanceof Failure failure
        && failure.retryable()
        && run.emitted() == 0
        && !run.ended();
  }

  private static long pause(int attempt) {
    long middle = Math.min(LONGEST, FIRST << Math.min(attempt - 1, 10));
    return middle / 2 + ThreadLocalRandom.current().nextLong(middle);
  }
}
