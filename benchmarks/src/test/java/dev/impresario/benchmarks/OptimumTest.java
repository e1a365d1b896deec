package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptimumTest {

  @Test
  void hits_ofATraceByHand_areAllThatCanBe() {
    int[] trace = {1, 2, 3, 1, 2, 3}; // with room for two, one of the second three must be missed

    assertThat(Optimum.hits(trace, 2)).isEqualTo(2);
    assertThat(Optimum.hits(trace, 3)).isEqualTo(3);
    assertThat(Optimum.hits(new int[0], 3)).isZero();
  }

  @Test
  void hits_areNeverFewerThanThoseOfLru() {
    int[] trace = Trace.zipfWithScans(500, 0.99, 20_000, 0.2, 7);

    for (int capacity : new int[] {1, 10, 100, 500}) {
      assertThat(Optimum.hits(trace, capacity)).isGreaterThanOrEqualTo(lruHits(trace, capacity));
    }
    assertThat(Optimum.hits(trace, 500)).isEqualTo(trace.length - distinct(trace));
  }

  @Test
  void zipf_asksForTheFirstTwiceAsOftenAsForTheSecond() {
    int[] trace = Trace.zipfWithScans(100, 1, 200_000, 0, 7);

    int[] counts = new int[100];
    Arrays.stream(trace).forEach(prompt -> counts[prompt]++);
    int[] sorted = Arrays.stream(counts).map(count -> -count).sorted().map(c -> -c).toArray();

    assertThat((double) sorted[0] / sorted[1]).isBetween(1.9, 2.1);
    assertThat((double) sorted[0] / sorted[9]).isBetween(9.0, 11.0);
  }

  @Test
  void scans_haveTheirShareOfTheRequests() {
    int[] trace = Trace.zipfWithScans(100, 0.99, 200_000, 0.25, 7);

    long inARow =
        IntStream.range(1, trace.length).filter(i -> trace[i] == trace[i - 1] + 1).count();

    assertThat((double) inARow / trace.length).isBetween(0.23, 0.28);
  }

  private static int lruHits(int[] trace, int capacity) {
    Deque<Integer> held = new ArrayDeque<>();
    int hits = 0;
    for (int prompt : trace) {
      if (held.remove(prompt)) {
        hits++;
      } else if (held.size() == capacity) {
        held.removeFirst();
      }
      held.addLast(prompt);
    }
    return hits;
  }

  private static long distinct(int[] trace) {
    return Arrays.stream(trace).distinct().count();
  }
}
