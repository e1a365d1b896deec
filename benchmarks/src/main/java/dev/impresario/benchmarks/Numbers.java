package dev.impresario.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Writes figures as people read them: three digits that count, and a unit to suit. */
final class Numbers {
  private static final String[] TIMES = {"ns", "us", "ms", "s"};
  private static final String[] SIZES = {"B", "kB", "MB", "GB"};

  private Numbers() {}

  /** Returns a median with its quartiles, such as {@code 25.1 ms (24.9 to 25.6)}. */
  static String spread(Samples samples, Unit unit) {
    double median = samples.median();
    double scale = scale(median, unit);
    return "%s%s (%s to %s)"
        .formatted(
            digits(median / scale),
            suffix(median, unit),
            digits(samples.lowerQuartile() / scale),
            digits(samples.upperQuartile() / scale));
  }

  /** Returns one value with its unit. */
  static String one(double value, Unit unit) {
    return digits(value / scale(value, unit)) + suffix(value, unit);
  }

  /** Returns the median of ratios and where it may lie, such as {@code 1.27x (1.25 to 1.30)}. */
  static String ratio(Samples ratios) {
    Interval median = Interval.ofMedian(ratios);
    return "%sx (%s to %s)"
        .formatted(digits(ratios.median()), digits(median.low()), digits(median.high()));
  }

  /** Returns the target of a figure, such as {@code <= 1.5x}, or nothing if it has none. */
  static String target(Figure figure) {
    if (figure.target().isNone()) {
      return "";
    }
    double limit = figure.target().limit();
    return (figure.target().atMost() ? "<= " : ">= ")
        + (figure.compares() ? digits(limit) + "x" : one(limit, figure.unit()));
  }

  private static double scale(double value, Unit unit) {
    return switch (unit) {
      case NANOSECONDS, BYTES -> Math.pow(1000, step(value));
      case PERCENT, COUNT -> 1;
    };
  }

  private static String suffix(double value, Unit unit) {
    return switch (unit) {
      case NANOSECONDS -> " " + TIMES[step(value)];
      case BYTES -> " " + SIZES[step(value)];
      case PERCENT -> " %";
      case COUNT -> "";
    };
  }

  private static int step(double value) {
    int step = 0;
    for (double rest = Math.abs(value); rest >= 999.5 && step < 3; rest /= 1000) {
      step++;
    }
    return step;
  }

  /** Returns a number with three digits that count, of which none is a needless zero. */
  static String digits(double value) {
    double size = Math.abs(value);
    if (size >= 99.95) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int places = size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 4;
    String text = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
    return text.replaceFirst("\\.?0+$", "");
  }
}
