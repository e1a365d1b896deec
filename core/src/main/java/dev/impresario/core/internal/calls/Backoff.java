package dev.impresario.core.internal.calls;

import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/**
 * When a call of a model that failed is tried again. Resilience4j counts the attempts and times
 * them; what the model asks for and what the task has left is weighed here. Safe for use by many
 * threads.
 */
final class Backoff {
  private final ModelPolicy.Retry rules;
  private final Retry retry;

  Backoff(String model, ModelPolicy.Retry rules) {
    this.rules = rules;
    IntervalFunction doubling =
        IntervalFunction.ofExponentialRandomBackoff(
            Spans.wholeMillis(rules.first()), 2, 0.5, Spans.wholeMillis(rules.longest()));
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(rules.attempts())
            .intervalFunction(doubling)
            .retryOnException(e -> e instanceof ModelCallException failure && failure.retryable())
            .build();
    retry = Retry.of(model, config);
  }

  /** Begins a call. */
  Attempts begin() {
    return new Attempts(retry.asyncContext()); // the other kind of context sleeps by itself
  }

  /** The attempts of one call. Used by the thread that makes them. */
  final class Attempts {
    private final Retry.AsyncContext<Object> context;

    private Attempts(Retry.AsyncContext<Object> context) {
      this.context = context;
    }

    /**
     * Returns how many nanoseconds to wait before the next attempt.
     *
     * @throws ModelCallException the failure itself if it will not pass or was the last; another
     *     one, with the failure as its cause, if the wait would be too long
     */
    long waitAfter(ModelCallException failure, Duration remaining) {
      long backoff = context.onError(failure);
      if (backoff < 0) {
        throw failure;
      }
      Duration asked = failure.retryAfter().orElse(Duration.ZERO);
      if (asked.compareTo(rules.longest()) > 0) {
        throw givenUp(
            failure,
            "the model asks to be left alone for %s, and at most %s are waited for; try again"
                + " later, or raise it with ModelPolicy.withRetry",
            asked,
            rules.longest());
      }
      Duration wait = max(Duration.ofMillis(backoff), asked);
      if (wait.compareTo(remaining) > 0) {
        throw givenUp(
            failure,
            "the next attempt would be in %s, and the task has %s left; try again later, or give"
                + " it a longer timeout",
            wait,
            remaining);
      }
      return Spans.nanos(wait);
    }

    private ModelCallException givenUp(
        ModelCallException failure, String why, Duration wait, Duration limit) {
      String reason = why.formatted(Spans.text(wait), Spans.text(limit));
      String message = "%s; not tried again: %s".formatted(failure.getMessage(), reason);
      return failure
          .retryAfter()
          .map(asked -> ModelCallException.passing(message, asked, failure))
          .orElseGet(() -> ModelCallException.passing(message, failure));
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
