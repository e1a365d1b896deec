package dev.impresario.cli;

import java.util.Arrays;

/** Collects times in nanoseconds. Used by one thread at a time. */
final class Times {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long each) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = each;
  }

  /** Returns what can be said of them. There are so few that each can be kept: this is exact. */
  Percentiles percentiles() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Percentiles(
        count, rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), rank(sorted, 100));
  }

  /** The least time that so many of a hundred took at most. */
  private static long rank(long[] sorted, int percent) {
    long rank = ((long) sorted.length * percent + 99) / 100;
    return rank == 0 ? 0 : sorted[(int) rank - 1];
  }
}
