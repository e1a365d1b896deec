package dev.impresario.benchmarks;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param forks how many processes measure one row, one after the other
 * @param rounds how often each of them measures ours and then the baseline
 * @param warmUp how long each of them runs both before that
 * @param sample how long one measurement of a small cost takes at least
 */
public record Effort(int forks, int rounds, Duration warmUp, Duration sample) {
  /** For a look: all rows in under 4 minutes. */
  public static final Effort QUICK = new Effort(1, 7, Duration.ofSeconds(2), Duration.ofMillis(50));

  /** For figures to publish: all rows in under 20 minutes. */
  public static final Effort WHOLE =
      new Effort(3, 9, Duration.ofSeconds(4), Duration.ofMillis(200));
}
