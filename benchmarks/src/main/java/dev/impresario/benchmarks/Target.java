package dev.impresario.benchmarks;

/**
 * A limit, of ratios or of a unit.
 *
 * @param atMost whether less is better
 */
public record Target(boolean atMost, double limit) {
  /** None: what is measured is there to compare with. */
  public static final Target NONE = new Target(true, Double.POSITIVE_INFINITY);

  /** Makes one that is held by what is not above the limit. */
  public static Target atMost(double limit) {
    return new Target(true, limit);
  }

  /** Makes one that is held by what is not below the limit. */
  public static Target atLeast(double limit) {
    return new Target(false, limit);
  }

  /** Judges by where the median may lie, so that chance decides nothing. */
  Verdict judge(Samples samples) {
    if (isNone()) {
      return Verdict.COMPARED;
    }
    Interval median = Interval.ofMedian(samples);
    boolean low = holds(median.low());
    boolean high = holds(median.high());
    if (low != high) {
      return Verdict.UNDECIDED;
    }
    return low ? Verdict.HELD : Verdict.MISSED;
  }

  boolean isNone() {
    return Double.isInfinite(limit);
  }

  private boolean holds(double value) {
    return atMost ? value <= limit : value >= limit;
  }
}
