package dev.impresario.benchmarks;

/**
 * What was measured for one limit.
 *
 * @param what what the samples count, such as {@code CPU time}
 * @param ours samples of ours, at least one; where there is a baseline, those of the same index
 *     were taken one after the other
 * @param baseline samples of the baseline, as many as ours, or none
 */
public record Figure(String what, Unit unit, Samples ours, Samples baseline, Target target) {

  /** Checks that there is something to judge. */
  public Figure {
    if (ours.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    if (!baseline.isEmpty() && baseline.size() != ours.size()) {
      throw new IllegalArgumentException(
          "%d samples of ours cannot be compared with %d of the baseline"
              .formatted(ours.size(), baseline.size()));
    }
  }

  /** Makes one whose limit is a ratio to a baseline. */
  public static Figure ratio(
      String what, Unit unit, Samples ours, Samples baseline, Target target) {
    return new Figure(what, unit, ours, baseline, target);
  }

  /** Makes one whose limit is in the unit itself. */
  public static Figure absolute(String what, Unit unit, Samples ours, Target target) {
    return new Figure(what, unit, ours, Samples.NONE, target);
  }

  /** Returns what the target limits: the ratios where there is a baseline, else the samples. */
  Samples judged() {
    return baseline.isEmpty() ? ours : ours.over(baseline);
  }

  /** Tells whether the target limits ratios. */
  boolean compares() {
    return !baseline.isEmpty();
  }

  Verdict verdict() {
    return target.judge(judged());
  }
}
