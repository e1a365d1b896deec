package dev.impresario;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a language model may be called. Immutable; {@link #defaults} and {@code with...}.
 *
 * <p>The circuit breaker opens when, of the last calls, too many failed in a way that may pass;
 * then calls fail at once for a while; then a few are let through as probes, which close or open it
 * again.
 */
public final class ModelPolicy {
  private static final ModelPolicy DEFAULTS =
      new ModelPolicy(
          Integer.MAX_VALUE,
          new Retry(3, Duration.ofMillis(500), Duration.ofSeconds(30)),
          new Breaker(50, 20, Duration.ofSeconds(30), 3),
          null,
          null);

  private final int concurrency;
  private final Retry retry;
  private final Breaker breaker;
  private final @Nullable Rate rate;
  private final @Nullable Price price;

  private ModelPolicy(
      int concurrency, Retry retry, Breaker breaker, @Nullable Rate rate, @Nullable Price price) {
    this.concurrency = concurrency;
    this.retry = retry;
    this.breaker = breaker;
    this.rate = rate;
    this.price = price;
  }

  /**
   * Returns the policy of any concurrency and rate, 3 attempts with 0.5 to 30 s between them, a
   * breaker that opens for 30 s when 10 of 20 calls failed and lets 3 probes through, and no price.
   */
  public static ModelPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns this policy with at most so many tasks at work with the model, at least 1. */
  public ModelPolicy withConcurrency(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + limit);
    }
    return new ModelPolicy(limit, retry, breaker, rate, price);
  }

  /** Returns this policy with other rules for repeating a call. */
  public ModelPolicy withRetry(Retry rules) {
    return new ModelPolicy(
        concurrency, Objects.requireNonNull(rules, "rules"), breaker, rate, price);
  }

  /** Returns this policy with another circuit breaker. */
  public ModelPolicy withBreaker(Breaker rules) {
    return new ModelPolicy(concurrency, retry, Objects.requireNonNull(rules, "rules"), rate, price);
  }

  /** Returns this policy with at most so many calls in each period. */
  public ModelPolicy withRate(int calls, Duration period) {
    return new ModelPolicy(concurrency, retry, breaker, new Rate(calls, period), price);
  }

  /** Returns this policy with what the model costs. */
  public ModelPolicy withPrice(Price perMillion) {
    return new ModelPolicy(
        concurrency, retry, breaker, rate, Objects.requireNonNull(perMillion, "perMillion"));
  }

  /** Returns how many tasks may work with the model at once. */
  public int concurrency() {
    return concurrency;
  }

  /** Returns the rules for repeating a call. */
  public Retry retry() {
    return retry;
  }

  /** Returns the circuit breaker's rules. */
  public Breaker breaker() {
    return breaker;
  }

  /** Returns the limit on calls in a period, if there is one. */
  public Optional<Rate> rate() {
    return Optional.ofNullable(rate);
  }

  /** Returns what the model costs, if that is known. */
  public Optional<Price> price() {
    return Optional.ofNullable(price);
  }

  /**
   * How a call that failed is repeated: after a time that doubles with each attempt, give or take
   * half of it at random, or after what the model asked for if that is longer.
   *
   * @param attempts how often it is tried in all, at least 1
   * @param first the time before the second attempt
   * @param longest the most that time grows to; a model that asks for more is not waited for
   */
  public record Retry(int attempts, Duration first, Duration longest) {

    /** Checks the ranges. */
    public Retry {
      if (attempts < 1) {
        throw new IllegalArgumentException("there must be at least 1 attempt, not " + attempts);
      }
      if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "the time between attempts must be positive and grow: %s to %s"
                .formatted(first, longest));
      }
    }
  }

  /**
   * When calls are given up for a while.
   *
   * @param failurePercent from how many failed calls in a hundred on it opens, 1 to 100
   * @param calls of how many last calls, which must have been made; 1 to 1,000
   * @param openFor how long it stays open
   * @param probes how many calls are then let through, 1 to 1,000
   */
  public record Breaker(int failurePercent, int calls, Duration openFor, int probes) {
    private static final int MOST_CALLS = 1_000; // each has a place in memory, in each breaker

    /** Checks the ranges. */
    public Breaker {
      if (failurePercent < 1 || failurePercent > 100) {
        throw new IllegalArgumentException("1 to 100 percent, not " + failurePercent);
      }
      if (calls < 1 || calls > MOST_CALLS || probes < 1 || probes > MOST_CALLS) {
        throw new IllegalArgumentException(
            "there must be 1 to %d calls and probes, not %d and %d"
                .formatted(MOST_CALLS, calls, probes));
      }
      if (openFor.isNegative() || openFor.isZero()) {
        throw new IllegalArgumentException("it must stay open for a time, not " + openFor);
      }
    }
  }

  /**
   * How fast calls may follow each other.
   *
   * @param calls how many in each period, 1 to 1,000,000
   * @param period how long that is, 1 millisecond to 1,000 days
   */
  public record Rate(int calls, Duration period) {
    private static final int MOST_CALLS = 1_000_000; // so that no count of nanoseconds overflows
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1_000);

    /** Checks the ranges. */
    public Rate {
      if (calls < 1 || calls > MOST_CALLS) {
        throw new IllegalArgumentException(
            "a rate has 1 to %d calls in a period, not %d".formatted(MOST_CALLS, calls));
      }
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a rate's period is %s to %s, not %s".formatted(SHORTEST, LONGEST, period));
      }
    }
  }
}
