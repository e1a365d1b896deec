package dev.impresario;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a language model failed. Its message is shown to people: it says what the model
 * answered and what to do, and never holds a prompt, an input or a key.
 */
public final class ModelCallException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  private ModelCallException(
      String message, boolean retryable, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** Creates one for a failure that may pass, such as an overloaded model. */
  public static ModelCallException passing(String message, @Nullable Throwable cause) {
    return new ModelCallException(message, true, null, cause);
  }

  /** Creates one for a failure that may pass, after this time at the earliest. */
  public static ModelCallException passing(
      String message, Duration retryAfter, @Nullable Throwable cause) {
    return new ModelCallException(
        message, true, Objects.requireNonNull(retryAfter, "retryAfter"), cause);
  }

  /** Creates one for a failure that will not pass by itself, such as a wrong key. */
  public static ModelCallException lasting(String message, @Nullable Throwable cause) {
    return new ModelCallException(message, false, null, cause);
  }

  /** Returns whether the same call may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** Returns how long to wait before the next attempt, if the model said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
