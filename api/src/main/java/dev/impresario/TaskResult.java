package dev.impresario;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a task ended. That it failed is a value, not an exception. */
public sealed interface TaskResult {

  /** Returns the task that ended. */
  Task task();

  /** Returns how long it took. */
  Duration elapsed();

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
   * @param usage what it took
   * @param elapsed how long it took
   */
  record Success(Task task, String text, Usage usage, Duration elapsed) implements TaskResult {

    /** Checks that every part is there. */
    public Success {
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(elapsed, "elapsed");
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
   * @param elapsed how long it took
   */
  record Failure(
      Task task,
      Code code,
      String message,
      boolean retryable,
      @Nullable Throwable cause,
      Duration elapsed)
      implements TaskResult {

    /** Checks the parts. */
    public Failure {
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(elapsed, "elapsed");
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
    /** No source offers the agent. */
    AGENT_NOT_FOUND,
    /** The agent's file cannot be read. */
    LOAD_FAILED,
    /** The runtime could not bring the agent to life. */
    START_FAILED,
    /** The agent threw, or gave no reply. */
    EXECUTION_FAILED
  }
}
