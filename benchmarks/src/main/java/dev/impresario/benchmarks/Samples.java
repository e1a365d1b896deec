package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Measured values, in the order in which they were taken. Immutable. */
public record Samples(List<Double> values) {
  /** Nothing was measured, since there is nothing to compare with. */
  public static final Samples NONE = new Samples(List.of());

  /** Keeps the values. */
  public Samples {
    values = List.copyOf(values);
  }

  /** Makes samples of values. */
  public static Samples of(double... values) {
    return new Samples(DoubleStream.of(values).boxed().toList());
  }

  /** Returns these and then others. */
  public Samples and(Samples others) {
    var all = new ArrayList<>(values);
    all.addAll(others.values);
    return new Samples(all);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  int size() {
    return values.size();
  }

  /** Returns each value divided by the baseline's that was taken beside it. */
  Samples over(Samples baseline) {
    return new Samples(
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / baseline.values.get(i))
            .toList());
  }

  double median() {
    return quantile(0.5);
  }

  double lowerQuartile() {
    return quantile(0.25);
  }

  double upperQuartile() {
    return quantile(0.75);
  }

  /** Returns the value below which the share lies, between two samples in proportion. */
  private double quantile(double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
