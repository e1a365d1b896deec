package dev.impresario;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a task ended. That it failed is a value, not an exception. */
public sealed interface TaskResult {

  /** Returns the answer of an interceptor that needs no agent. */
  static Success replied(Task task, Reply reply) {
    return new Success(task, reply.text(), reply.usage(), Duration.ZERO, Duration.ZERO);
  }

  /**
   * Returns the answer of an interceptor that will not have the task done.
   *
   * @param message why, and what to do, for people
   */
  static Failure refused(Task task, String message) {
    return Failure.of(task, Code.REFUSED, message);
  }

  /** Returns the task that ended. */
  Task task();

  /** Returns what the task and all its children used. */
  Usage usage();

  /** Returns how long it took from its submission on. */
  Duration elapsed();

  /** Returns how much of that it waited to begin. */
  Duration queued();

  /**
   * Returns the agent's reply.
   *
   * @throws TaskFailedException if the task failed
   */
  String text();

  /**
   * The agent replied.
   *
   * @param task the task that ended
   * @param text the agent's reply
   * @param usage what the task and all its children used
   * @param elapsed how long it took from its submission on
   * @param queued how much of that it waited to begin
   */
  record Success(Task task, String text, Usage usage, Duration elapsed, Duration queued)
      implements TaskResult {

    /** Checks that every part is there. */
    public Success {
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(elapsed, "elapsed");
      Objects.requireNonNull(queued, "queued");
    }

    /** Shows the task, size and usage, never the reply. */
    @Override
    public String toString() {
      return "Success[%s, %d chars, %s, %s]".formatted(task, text.length(), usage, elapsed);
    }
  }

  /**
   * The agent could not be had, or did not reply.
   *
   * @param task the task that ended
   * @param code the kind of failure
   * @param message what failed and what to do, for people
   * @param retryable whether the same task may succeed later
   * @param cause what was thrown, or null if nothing was
   * @param usage what the task and all its children used all the same
   * @param elapsed how long it took from its submission on
   * @param queued how much of that it waited to begin
   */
  record Failure(
      Task task,
      Code code,
      String message,
      boolean retryable,
      @Nullable Throwable cause,
      Usage usage,
      Duration elapsed,
      Duration queued)
      implements TaskResult {

    /** Checks the parts. */
    public Failure {
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(elapsed, "elapsed");
      Objects.requireNonNull(queued, "queued");
    }

    /** Creates one without a cause that used nothing and will not pass by itself. */
    public static Failure of(Task task, Code code, String message) {
      return new Failure(
          task, code, message, false, null, Usage.NONE, Duration.ZERO, Duration.ZERO);
    }

    /** Always throws: there is no reply. */
    @Override
    public String text() {
      throw new TaskFailedException(this);
    }

    /** Shows task, code and message on one line; the cause may hold what is not for every log. */
    @Override
    public String toString() {
      return "Failure[%s, %s: %s, %s]".formatted(task, code, SafeText.escape(message), elapsed);
    }
  }

  /** The kinds of failure. */
  enum Code {
    /** The task itself is not one: its input is blank. */
    INVALID_TASK,
    /** Too many tasks are waiting already. */
    QUEUE_FULL,
    /** No source offers the agent. */
    AGENT_NOT_FOUND,
    /**
     * The engine was to choose the agent, and none suits clearly better than every other. The cause
     * is a {@link NoClearAgentException}, or what the selector failed with.
     */
    NO_CLEAR_AGENT,
    /** The agent's file cannot be read. */
    LOAD_FAILED,
    /** It was delegated by a task that was delegated by a task, and so on, once too often. */
    TOO_DEEP,
    /** An interceptor or a rule of the host would not have it done. */
    REFUSED,
    /** A budget would not bear it. */
    BUDGET_EXCEEDED,
    /** All instances of the agent are lent to tasks that wait for this one. */
    AGENT_BUSY,
    /** The runtime could not bring the agent to life. */
    START_FAILED,
    /** The language model could not be had. */
    MODEL_FAILED,
    /** The agent threw, or gave no reply. */
    EXECUTION_FAILED,
    /** Its time was over. */
    TIMED_OUT,
    /** It was cancelled: by its caller, with its parent, or since the engine was closed. */
    CANCELLED
  }
}
