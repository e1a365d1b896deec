package dev.impresario.benchmarks;

import java.util.List;

/**
 * A range in which the median of what was sampled lies with a confidence of 95 %, whatever the
 * distribution.
 *
 * <p>Each sample lies below the median with a chance of one half, so how many do is binomial, and
 * the median lies between the k-th smallest and the k-th largest of n samples unless fewer than k
 * lie on one side: with the confidence 1 - 2 P(B(n, 1/2) < k). The largest k is taken that leaves
 * 95 %; it is what the sign test turned round gives (H. A. David and H. N. Nagaraja, "Order
 * Statistics", third edition, 2003, section 7.1). Fewer than six samples cannot leave 95 %; their
 * whole range stands in for it. One outlier more or less hardly moves it, and no noise is assumed
 * to be normal, which that of a shared machine is not.
 */
record Interval(double low, double high) {
  private static final double CONFIDENCE = 0.95;
  private static final int EXACT = 100;

  /** Returns that of the median of samples, of which there is one at least. */
  static Interval ofMedian(Samples samples) {
    List<Double> sorted = samples.values().stream().sorted().toList();
    int depth = depth(sorted.size());
    return new Interval(sorted.get(depth - 1), sorted.get(sorted.size() - depth));
  }

  /** Returns the k of the explanation above. */
  static int depth(int samples) {
    if (samples > EXACT) { // where the normal distribution stands for the binomial as well
      return (int) (samples / 2.0 - 0.98 * Math.sqrt(samples));
    }
    double probability = Math.pow(0.5, samples); // of exactly "below" samples on one side
    double outside = 2 * probability;
    int below = 0;
    while (outside <= 1 - CONFIDENCE) {
      below++;
      probability *= (double) (samples - below + 1) / below;
      outside += 2 * probability;
    }
    return Math.max(1, below);
  }
}
