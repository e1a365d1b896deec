package dev.impresario.source.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads when a server wants to be asked again: seconds, or a date. */
final class RetryAfter {
  // Whoever answers for the server must not be able to silence us for good.
  private static final Duration MAXIMUM = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /** Returns in how many nanoseconds, at most an hour; 0 if the text says nothing. */
  static long nanos(String text, Instant now) {
    Duration wait = duration(text.strip(), now);
    if (wait.isNegative()) {
      return 0;
    }
    return wait.compareTo(MAXIMUM) > 0 ? MAXIMUM.toNanos() : wait.toNanos();
  }

  private static Duration duration(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(now, date.toInstant());
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }
}
