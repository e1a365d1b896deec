package dev.impresario.runtime.langchain4j;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds, or a date. */
final class RetryAfter {
  private static final int MOST_DIGITS = 9;

  /** Whoever says more says only that it will be long. */
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /** Returns how long to wait from now on, a day at most, or null if the value says nothing. */
  static @Nullable Duration parse(String value, Instant now) {
    Duration said = said(value, now);
    return said == null || said.compareTo(MOST) < 0 ? said : MOST;
  }

  private static @Nullable Duration said(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(RetryAfter::digit)) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null; // not to be understood; the engine's own times do
    }
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
