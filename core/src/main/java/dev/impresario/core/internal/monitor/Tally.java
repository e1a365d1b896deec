package dev.impresario.core.internal.monitor;

import dev.impresario.Measurement;
import java.time.Duration;

/**
 * What a histogram held at one moment, or between two. Its buckets are not to be changed.
 *
 * @param buckets how many executions fell into each of the {@link Buckets}
 * @param count how many there were, failures included
 * @param failures how many failed
 * @param total how many nanoseconds they took in all
 * @param shortest how many the fastest ever took
 * @param longest how many the slowest ever took
 */
@SuppressWarnings("ArrayRecordComponent") // held within this package, and never compared
record Tally(long[] buckets, long count, long failures, long total, long shortest, long longest) {

  /** Before anything was recorded. */
  static Tally none() {
    return new Tally(new long[Buckets.COUNT], 0, 0, 0, Long.MAX_VALUE, 0);
  }

  /** Returns what came after an earlier moment; the extremes stay those of the whole time. */
  Tally since(Tally earlier) {
    var fresh = new long[buckets.length];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = buckets[i] - earlier.buckets[i];
    }
    return new Tally(
        fresh,
        count - earlier.count,
        failures - earlier.failures,
        total - earlier.total,
        shortest,
        longest);
  }

  /** Returns how many nanoseconds this many of a hundred executions took at most. */
  long percentile(int percent) {
    long rank = (count * percent + 99) / 100;
    long passed = 0;
    for (int i = 0; i < buckets.length; i++) {
      passed += buckets[i];
      if (passed >= rank && passed > 0) {
        return i == Buckets.COUNT - 1 ? longest : within(Buckets.middle(i));
      }
    }
    return 0;
  }

  Measurement measurement() {
    if (count == 0) {
      Duration zero = Duration.ZERO;
      return new Measurement(0, 0, zero, zero, zero, zero, zero, zero, zero);
    }
    return new Measurement(
        count,
        failures,
        Duration.ofNanos(total),
        Duration.ofNanos(within(total / count)),
        Duration.ofNanos(shortest),
        Duration.ofNanos(longest),
        Duration.ofNanos(percentile(50)),
        Duration.ofNanos(percentile(95)),
        Duration.ofNanos(percentile(99)));
  }

  private long within(long nanos) {
    return Math.min(longest, Math.max(shortest, nanos));
  }
}
