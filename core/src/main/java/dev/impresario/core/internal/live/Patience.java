package dev.impresario.core.internal.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a change is waited for, and how durations become nanoseconds. */
final class Patience {
  /** How long a change waits for quiet at most. */
  static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration LONGEST = Duration.ofDays(365);

  private Patience() {}

  /** Returns the nanoseconds, of a year at most: nobody waits longer, and sums stay in range. */
  static long nanos(Duration duration) {
    return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
  }
}
