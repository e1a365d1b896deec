package dev.impresario.benchmarks;

/**
 * A limit, of ratios or of a unit.
 *
 * @param atMost whether less is better
 */
public record Target(boolean atMost, double limit) {

  /** Makes one that is held by what is not above the limit. */
  public static Target atMost(double limit) {
    return new Target(true, limit);
  }

  /** Makes one that is held by what is not below the limit. */
  public static Target atLeast(double limit) {
    return new Target(false, limit);
  }

  /** Judges by the middle half of the samples, so that one bad moment decides nothing. */
  Verdict judge(Samples samples) {
    boolean low = holds(samples.lowerQuartile());
    boolean high = holds(samples.upperQuartile());
    if (low != high) {
      return Verdict.UNDECIDED;
    }
    return low ? Verdict.HELD : Verdict.MISSED;
  }

  private boolean holds(double value) {
    return atMost ? value <= limit : value >= limit;
  }
}
