package dev.impresario;

import java.time.Duration;

/**
 * How many instances of an agent there may be, and how many may work at once. Immutable.
 *
 * @param concurrency how many of its tasks may work at once, at least 1
 * @param minimumIdle how many instances are started ahead, from the first use or {@link
 *     Engine#warm} on; from 0 to {@code maximumInstances}
 * @param maximumInstances how many instances there may be, lent ones included; at least 1
 * @param idleTime how long an instance beyond {@code minimumIdle} is kept unused
 */
public record AgentPolicy(
    int concurrency, int minimumIdle, int maximumInstances, Duration idleTime) {
  private static final AgentPolicy DEFAULTS =
      new AgentPolicy(Integer.MAX_VALUE, 0, 100, Duration.ofMinutes(5));

  /** Checks the ranges. */
  public AgentPolicy {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    if (maximumInstances < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 instance, not " + maximumInstances);
    }
    if (minimumIdle < 0 || minimumIdle > maximumInstances) {
      throw new IllegalArgumentException(
          "from 0 to %d instances may be started ahead, not %d"
              .formatted(maximumInstances, minimumIdle));
    }
    if (idleTime.isNegative()) {
      throw new IllegalArgumentException("the idle time must not be negative: " + idleTime);
    }
  }

  /** Returns the policy of any concurrency, none ahead, at most 100 instances, idle 5 minutes. */
  public static AgentPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns this policy with another limit on tasks that work at once. */
  public AgentPolicy withConcurrency(int limit) {
    return new AgentPolicy(limit, minimumIdle, maximumInstances, idleTime);
  }

  /** Returns this policy with so many instances started ahead. */
  public AgentPolicy withMinimumIdle(int instances) {
    return new AgentPolicy(concurrency, instances, maximumInstances, idleTime);
  }

  /** Returns this policy with another limit on instances. */
  public AgentPolicy withMaximumInstances(int instances) {
    return new AgentPolicy(concurrency, minimumIdle, instances, idleTime);
  }

  /** Returns this policy with another time to keep instances that are not used. */
  public AgentPolicy withIdleTime(Duration time) {
    return new AgentPolicy(concurrency, minimumIdle, maximumInstances, time);
  }
}
