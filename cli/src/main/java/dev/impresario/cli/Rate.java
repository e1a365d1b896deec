package dev.impresario.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks a second.
 *
 * @param thousandths a thousandth of a task a second each; above zero
 */
record Rate(int thousandths) {
  static final int MOST_A_SECOND = 10_000;
  static final String EXPECTED = "a number of tasks a second, such as 50 or 0.5, up to 10,000";

  private static final int PLACES = 3;
  private static final long NANOS_OF_A_THOUSANDTH = 1_000_000_000_000L;

  /** Returns the rate, or null if this is none. */
  static @Nullable Rate parse(String text) {
    if (!text.matches("[0-9]{1,5}(\\.[0-9]{1,3})?")) {
      return null;
    }
    int thousandths = new BigDecimal(text).movePointRight(PLACES).intValueExact();
    return thousandths == 0 || thousandths > MOST_A_SECOND * 1_000 ? null : new Rate(thousandths);
  }

  /** Returns how long after the start a task is due, in nanoseconds; the first is number 0. */
  long dueNanos(int number) {
    return number * NANOS_OF_A_THOUSANDTH / thousandths; // no sum, in which errors would grow
  }

  /** Returns how many tasks are due before the duration is over; at least 1. */
  long tasksIn(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return seconds
        .multiply(BigDecimal.valueOf(thousandths, PLACES))
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** Returns how many tasks a second. */
  double perSecond() {
    return thousandths / 1_000.0;
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(thousandths, PLACES).stripTrailingZeros().toPlainString();
  }
}
