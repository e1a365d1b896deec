package dev.impresario.benchmarks;

import java.util.Map;

/**
 * How something grows with a size: as {@code size ^ exponent}, by least squares on the logarithms
 * of both. An exponent of 1 is growth in proportion, 0 is none.
 */
record PowerLaw(double exponent) {

  /** Fits the medians at two sizes or more; all values are above 0. */
  static PowerLaw fit(Map<Integer, Samples> points) {
    double meanX = points.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
    double meanY = points.values().stream().mapToDouble(PowerLaw::log).average().orElseThrow();
    double together = 0;
    double spread = 0;
    for (Map.Entry<Integer, Samples> point : points.entrySet()) {
      double x = Math.log(point.getKey()) - meanX;
      together += x * (log(point.getValue()) - meanY);
      spread += x * x;
    }
    return new PowerLaw(together / spread);
  }

  private static double log(Samples samples) {
    return Math.log(samples.median());
  }
}
