package dev.impresario.core.internal.monitor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Writes times for people, with three digits and a unit. */
final class Times {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private static final List<Scale> SCALES =
      List.of(
          new Scale("ns", 1),
          new Scale("us", 1_000),
          new Scale("ms", 1_000_000),
          new Scale("s", 1_000_000_000),
          new Scale("min", 60_000_000_000L),
          new Scale("h", 3_600_000_000_000L));

  private Times() {}

  /** Returns a time as {@code 850 ns}, {@code 1.23 ms} or {@code 2.5 h}. */
  static String text(long nanos) {
    var scale = SCALES.get(0);
    for (Scale next : SCALES) {
      // a rounded 999.9 us is a millisecond
      scale = rounded(nanos).longValue() >= next.nanos ? next : scale;
    }
    BigDecimal value = new BigDecimal(nanos).divide(new BigDecimal(scale.nanos), THREE_DIGITS);
    return value.stripTrailingZeros().toPlainString() + " " + scale.unit;
  }

  private static BigDecimal rounded(long nanos) {
    return new BigDecimal(nanos).round(THREE_DIGITS);
  }

  private record Scale(String unit, long nanos) {}
}
