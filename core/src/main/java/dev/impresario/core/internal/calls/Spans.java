package dev.impresario.core.internal.calls;

import java.time.Duration;
import java.util.Locale;

/** Spans of time: as numbers that do not overflow, and as text for people. */
final class Spans {
  private static final Duration LONGEST = Duration.ofDays(10_000);
  private static final long SECOND = 1_000_000_000;
  private static final long MILLISECOND = 1_000_000;

  private Spans() {}

  /** Returns the span, or ten thousand days if it is longer. */
  static Duration bounded(Duration span) {
    return span.compareTo(LONGEST) > 0 ? LONGEST : span;
  }

  /** Returns the span from 1 millisecond on, rounded up: as exact as the library counts. */
  static Duration wholeMillis(Duration span) {
    long nanos = Math.max(1, nanos(span));
    return Duration.ofMillis(1 + (nanos - 1) / MILLISECOND);
  }

  /** Returns the span in nanoseconds, at most ten thousand days. */
  static long nanos(Duration span) {
    return bounded(span).toNanos();
  }

  /** Returns the span such as {@code 250 ms} or {@code 1,200 s}, rounded up. */
  static String text(Duration span) {
    return text(nanos(span));
  }

  /** Returns the span in nanoseconds as text, rounded up; none is {@code 0 s}. */
  static String text(long nanos) {
    long rest = Math.max(0, nanos);
    if (rest > 0 && rest < SECOND) {
      return (1 + (rest - 1) / MILLISECOND) + " ms";
    }
    return String.format(Locale.ROOT, "%,d s", rest == 0 ? 0 : 1 + (rest - 1) / SECOND);
  }
}
