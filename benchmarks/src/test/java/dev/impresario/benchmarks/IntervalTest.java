package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  /** The values are those of the tables for the sign test, at 5 % on two sides, plus one. */
  @ParameterizedTest
  @CsvSource({"1,1", "5,1", "6,1", "8,1", "9,2", "11,2", "12,3", "15,4", "20,6", "25,8", "27,8"})
  void depth_ofFewSamples_isThatOfTheTables(int samples, int depth) {
    assertThat(Interval.depth(samples)).isEqualTo(depth);
  }

  @Test
  void depth_whereTheNormalDistributionTakesOver_goesOnInStep() {
    assertThat(Interval.depth(101) - Interval.depth(100)).isBetween(0, 1);
  }

  @Test
  void ofMedian_ofNineSamples_leavesOutOneAtEachEnd() {
    var interval = Interval.ofMedian(Samples.of(9, 1, 8, 2, 7, 3, 6, 4, 1000));

    assertThat(interval).isEqualTo(new Interval(2, 9));
  }

  @Test
  void ofMedian_ofOneSample_isThatSample() {
    assertThat(Interval.ofMedian(Samples.of(3))).isEqualTo(new Interval(3, 3));
  }

  @Test
  void ofMedian_ofManySkewedDraws_holdsTheMedianAsOftenAsItSays() {
    var random = new Random(7);
    int held = 0;
    for (int i = 0; i < 10_000; i++) {
      var draws = Samples.of(DoubleStream.generate(() -> skewed(random)).limit(9).toArray());
      Interval interval = Interval.ofMedian(draws);
      held += interval.low() <= Math.log(2) && Math.log(2) <= interval.high() ? 1 : 0;
    }

    assertThat(held / 10_000.0).isBetween(0.95, 0.97); // exactly 0.961 for nine
  }

  /** Exponential, so that its median is the logarithm of 2. */
  private static double skewed(Random random) {
    return -Math.log(1 - random.nextDouble());
  }
}
