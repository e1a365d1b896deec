package dev.impresario;

import java.time.Duration;
import java.util.Objects;

/**
 * How fast an operation, or how good a cache, has to be. Judged by what was measured lately, not
 * since the start.
 *
 * @param operation the operation, as {@link Monitor#snapshot} names it
 * @param statistic what is judged
 * @param limit nanoseconds at most for a time, a share from 0 to 1 at most for failures and at
 *     least for hits
 */
public record PerformanceBudget(String operation, Statistic statistic, double limit) {

  /** Checks the parts. */
  public PerformanceBudget {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(statistic, "statistic");
    if (!(limit >= 0)) {
      throw new IllegalArgumentException("a limit must not be negative: " + limit);
    }
  }

  /** Half of the executions take at most this long. */
  public static PerformanceBudget p50(String operation, Duration limit) {
    return new PerformanceBudget(operation, Statistic.P50, limit.toNanos());
  }

  /** 95 of 100 executions take at most this long. */
  public static PerformanceBudget p95(String operation, Duration limit) {
    return new PerformanceBudget(operation, Statistic.P95, limit.toNanos());
  }

  /** 99 of 100 executions take at most this long. */
  public static PerformanceBudget p99(String operation, Duration limit) {
    return new PerformanceBudget(operation, Statistic.P99, limit.toNanos());
  }

  /** At most this share of the executions fails. */
  public static PerformanceBudget failureRate(String operation, double share) {
    return new PerformanceBudget(operation, Statistic.FAILURE_RATE, share);
  }

  /** At least this share of the prompt cache's look-ups are hits. */
  public static PerformanceBudget promptHitRate(double share) {
    return new PerformanceBudget("prompts", Statistic.HIT_RATE, share);
  }

  /** What can be judged. */
  public enum Statistic {
    /** The median time. */
    P50,
    /** The time that 95 of 100 take at most. */
    P95,
    /** The time that 99 of 100 take at most. */
    P99,
    /** The share of executions that fail. */
    FAILURE_RATE,
    /** The share of look-ups that hit. */
    HIT_RATE
  }
}
