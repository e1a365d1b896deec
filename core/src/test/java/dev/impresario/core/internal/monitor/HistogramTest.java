package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.impresario.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramTest {
  private static final int MILLION = 1_000_000;
  private static final Percentage TWO_PERCENT = Percentage.withPercentage(2);

  private final Histogram histogram = new Histogram();

  static Stream<Arguments> distributions() {
    return Stream.of(
        distribution("even, nanoseconds", random -> random.nextInt(1_000)),
        distribution("even, up to a second", random -> random.nextInt(1_000_000_000)),
        distribution("exponential", random -> (long) (-Math.log(1 - random.nextDouble()) * 5e6)),
        distribution("log-normal", random -> (long) Math.exp(14 + 2 * random.nextGaussian())),
        distribution("heavy tail", random -> (long) (1e4 / Math.pow(1 - random.nextDouble(), 1.2))),
        distribution("two humps", random -> random.nextInt(10) == 0 ? 900_000_000 : 1_500),
        distribution("just below a step", random -> (1L << (6 + random.nextInt(40))) - 1),
        distribution("constant", random -> 123_456_789));
  }

  private static Arguments distribution(String name, ToLongFunction<Random> values) {
    return Arguments.of(name, values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void percentiles_ofAMillionValues_areWithinTwoPercentOfExact(
      String name, ToLongFunction<Random> values) {
    var random = new Random(42);
    var exact = new long[MILLION];
    for (int i = 0; i < MILLION; i++) {
      exact[i] = values.applyAsLong(random);
      histogram.record(exact[i], true);
    }

    Measurement measured = histogram.read().measurement();

    Arrays.sort(exact);
    assertThat(measured.p50().toNanos()).isCloseTo(exact[MILLION / 2 - 1], TWO_PERCENT);
    assertThat(measured.p95().toNanos()).isCloseTo(exact[MILLION / 100 * 95 - 1], TWO_PERCENT);
    assertThat(measured.p99().toNanos()).isCloseTo(exact[MILLION / 100 * 99 - 1], TWO_PERCENT);
    assertThat(measured.count()).isEqualTo(MILLION);
    assertThat(measured.total().toNanos()).isEqualTo(Arrays.stream(exact).sum());
    assertThat(measured.mean().toNanos()).isEqualTo(Arrays.stream(exact).sum() / MILLION);
    assertThat(measured.min().toNanos()).isEqualTo(exact[0]);
    assertThat(measured.max().toNanos()).isEqualTo(exact[MILLION - 1]);
  }

  @Test
  void everyBucket_standsForItsTimesToWithinTwoPercent() {
    for (long nanos = 1; nanos < Duration.ofHours(39).toNanos(); nanos += 1 + nanos / 1_000) {
      long shown = Buckets.middle(Buckets.of(nanos));

      assertThat((double) shown / nanos).isCloseTo(1, within(0.016));
    }
  }

  @Test
  @Timeout(60)
  void recording_byEightThreads_losesNothing() throws Exception {
    int threads = 8;
    long each = 200_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      var together = new CyclicBarrier(threads);
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        ends.add(
            executor.submit(
                () -> {
                  together.await(20, TimeUnit.SECONDS);
                  for (int i = 0; i < each; i++) {
                    histogram.record(1_000 + i % 2 * 7_000, i % 4 != 0);
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      executor.shutdownNow();
    }

    Tally tally = histogram.read();
    assertThat(tally.count()).isEqualTo(threads * each);
    assertThat(tally.failures()).isEqualTo(threads * each / 4);
    assertThat(tally.total()).isEqualTo(threads * each / 2 * 9_000);
    assertThat(tally.shortest()).isEqualTo(1_000);
    assertThat(tally.longest()).isEqualTo(8_000);
    assertThat(tally.buckets()[Buckets.of(1_000)]).isEqualTo(threads * each / 2);
    assertThat(tally.buckets()[Buckets.of(8_000)]).isEqualTo(threads * each / 2);
  }

  @Test
  void recording_allocatesNothing() throws Exception {
    recordManyTimes();

    long allocated = Allocation.of(this::recordManyTimes);

    assertThat(allocated).isLessThan(1_000); // a hundredth of a byte each: the measuring itself
  }

  private void recordManyTimes() {
    for (int i = 0; i < 100_000; i++) {
      histogram.record(i * 37L, i % 3 == 0);
      histogram.record(Long.MAX_VALUE, false);
    }
  }

  @Test
  void operation_takesAtMost24kB() throws Exception {
    int many = 50;
    var kept = new LocalOperation[many];
    kept[0] = new LocalOperation(System::nanoTime);

    long allocated =
        Allocation.of(() -> Arrays.setAll(kept, i -> new LocalOperation(System::nanoTime)));

    assertThat(allocated / many).isBetween(10_000L, 24_000L);
  }

  @Test
  void nothingRecorded_isAllZero() {
    Measurement measured = histogram.read().measurement();

    Duration zero = Duration.ZERO;
    assertThat(measured).isEqualTo(new Measurement(0, 0, zero, zero, zero, zero, zero, zero, zero));
  }

  @Test
  void negativeTime_countsAsZero() {
    histogram.record(-1, true);
    histogram.record(Long.MIN_VALUE, true);

    Measurement measured = histogram.read().measurement();
    assertThat(measured.count()).isEqualTo(2);
    assertThat(measured.max()).isZero();
    assertThat(measured.p99()).isZero();
  }

  @Test
  @Timeout(20)
  void threadOfOddId_canRecord() throws Exception {
    var odd =
        new Thread(() -> histogram.record(5, true)) {
          @Override
          public long getId() {
            return -7;
          }
        };
    odd.start();
    odd.join();

    assertThat(histogram.read().count()).isEqualTo(1);
  }

  @Test
  void oneTime_isEveryPercentileExactly() {
    histogram.record(1_234_567, true);

    Measurement measured = histogram.read().measurement();
    assertThat(measured.p50()).isEqualTo(Duration.ofNanos(1_234_567)).isEqualTo(measured.p99());
  }

  @Test
  void endlessTimes_overflowNothing() {
    histogram.record(Long.MAX_VALUE, true);
    histogram.record(Long.MAX_VALUE, false);
    histogram.record(5, true);

    Measurement measured = histogram.read().measurement();
    assertThat(measured.count()).isEqualTo(3);
    assertThat(measured.total()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(measured.max()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(measured.p50()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(measured.min()).isEqualTo(Duration.ofNanos(5));
  }

  @Test
  void window_holdsOnlyWhatCameSince() {
    histogram.record(1_000, false);
    Tally before = histogram.read();
    histogram.record(2_000, true);
    histogram.record(2_000, false);

    Tally since = histogram.read().since(before);

    assertThat(since.count()).isEqualTo(2);
    assertThat(since.failures()).isEqualTo(1);
    assertThat(since.total()).isEqualTo(4_000);
    assertThat(since.percentile(50)).isCloseTo(2_000, TWO_PERCENT);
  }
}
