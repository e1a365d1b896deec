package dev.impresario.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a user writes a timeout. */
final class TimeLimit {
  static final String EXPECTED = "a number of seconds, or a duration such as PT1M30S, above zero";

  private TimeLimit() {}

  /** Returns the timeout, or null if this is none. */
  static @Nullable Duration parse(String text) {
    Duration timeout = text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") ? seconds(text) : iso(text);
    return timeout == null || timeout.isZero() || timeout.isNegative() ? null : timeout;
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
  }

  private static @Nullable Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
