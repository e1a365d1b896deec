package dev.impresario.core.internal.dispatch;

import dev.impresario.ImpresarioException;
import dev.impresario.SafeText;
import dev.impresario.Task;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The words for tasks that fail. Times and usage are filled in when the task ends. */
final class Failures {

  private Failures() {}

  static Failure of(
      Task task, Code code, String message, boolean retryable, @Nullable Throwable cause) {
    return new Failure(
        task, code, message, retryable, cause, Usage.NONE, Duration.ZERO, Duration.ZERO);
  }

  static Failure blank(Task task) {
    return Failure.of(
        task, Code.INVALID_TASK, name(task) + " has a blank input; say what is to be done");
  }

  /** What the engine was to choose by is not repeated: it is the input. */
  static Failure notChosen(Task task, ImpresarioException cause) {
    return of(
        task,
        Code.NO_CLEAR_AGENT,
        "%s is not begun: %s".formatted(name(task), cause.getMessage()),
        false,
        cause);
  }

  static Failure queueFull(Task task, int bound) {
    String what = task.depth() == 0 ? "wait" : "that tasks delegated are under way";
    return of(
        task,
        Code.QUEUE_FULL,
        "%s is not taken, since %,d %s already; submit it later, or allow more with queueCapacity"
            .formatted(name(task), bound, what),
        true,
        null);
  }

  static Failure refusedByExecutor(Task task, Throwable cause) {
    return of(
        task,
        Code.QUEUE_FULL,
        "%s is not begun: the host's executor refused it with %s; give it more threads"
            .formatted(name(task), cause.getClass().getName()),
        true,
        cause);
  }

  static Failure tooDeep(Task task, int maximum) {
    return Failure.of(
        task,
        Code.TOO_DEEP,
        "%s would be delegated %d levels deep; %d are allowed: look for agents that delegate to each other, or raise maximumDepth"
            .formatted(name(task), task.depth(), maximum));
  }

  static Failure timedOut(Task task, Duration allowed, boolean begun) {
    return of(
        task,
        Code.TIMED_OUT,
        "%s was out of time after %s, %s; allow more with Task.withTimeout%s"
            .formatted(
                name(task),
                words(allowed),
                begun ? "while its agent was at work" : "before it could begin",
                begun ? "" : ", or more tasks at once with concurrency"),
        true,
        null);
  }

  static Failure cancelled(Task task, String by) {
    return Failure.of(task, Code.CANCELLED, "%s was cancelled: %s".formatted(name(task), by));
  }

  /**
   * Shows the message if it is of an exception of this library's, which is made for people, else
   * the type only: a message of foreign code may hold the prompt or the input.
   */
  static Failure threw(Task task, String what, Throwable cause) {
    String how =
        cause instanceof ImpresarioException
            ? "failed: " + cause.getMessage()
            : "failed with %s; see the cause".formatted(cause.getClass().getName());
    return of(task, Code.EXECUTION_FAILED, what + " " + how, false, cause);
  }

  static Failure gave(Task task, String what, String instead) {
    return Failure.of(task, Code.EXECUTION_FAILED, "%s %s".formatted(what, instead));
  }

  /** Names a task and its agent, if it has one. */
  static String name(Task task) {
    if (task.isForWork()) {
      return "task " + quoted(task.id());
    }
    return "task %s for agent %s".formatted(quoted(task.id()), quoted(task.agent()));
  }

  static String agent(Task task) {
    return "agent " + quoted(task.agent());
  }

  private static String quoted(String id) {
    return "'" + SafeText.escape(id) + "'";
  }

  /** Words such as 1.5 s: a test's and a night's durations alike. */
  private static String words(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(2)) < 0
        ? "%s s".formatted(Math.round(duration.toMillis() / 100.0) / 10.0)
        : "%d min".formatted(duration.toMinutes());
  }
}
