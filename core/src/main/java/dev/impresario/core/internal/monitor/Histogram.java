package dev.impresario.core.internal.monitor;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the executions of one operation by how long they took, in 22 kB. Safe for use by many
 * threads; recording takes two atomic additions, no lock and no memory.
 *
 * <p>All numbers lie in one array of two stripes, and a thread always writes to the same one, so
 * that two processors seldom fight for a cache line. Whoever reads adds the stripes up. A reader
 * sees what others are recording in part, but never more failures than executions, nor an execution
 * outside of shortest and longest: these are written before it is counted, and read after.
 */
final class Histogram {
  private static final int STRIPES = 2; // a power of two, so that even a negative id finds one

  // A stripe: eight places, of which these are used, so that they fill one cache line; then the
  // buckets. Zero is right for all of them at the start.
  private static final int TOTAL = 0;
  private static final int FAILURES = 1;
  private static final int LONGEST = 2;
  private static final int SHORTEST = 3; // as the distance to the longest possible
  private static final int FIRST_BUCKET = 8;
  private static final int STRIDE = FIRST_BUCKET + Buckets.COUNT;

  /** So long that a few of them might not fit into a total. */
  private static final long HUGE = 1L << 47;

  private final AtomicLongArray cells = new AtomicLongArray(STRIPES * STRIDE);

  /** Counts one execution; a negative time counts as zero. */
  void record(long nanos, boolean success) {
    long time = Math.max(0, nanos);
    int stripe = (int) (Thread.currentThread().getId() & (STRIPES - 1)) * STRIDE;
    raise(stripe + LONGEST, time);
    raise(stripe + SHORTEST, Long.MAX_VALUE - time);
    if (time < HUGE) {
      cells.getAndAdd(stripe + TOTAL, time);
    } else {
      addHuge(stripe + TOTAL, time);
    }
    cells.getAndIncrement(stripe + FIRST_BUCKET + Buckets.of(time));
    if (!success) {
      cells.getAndIncrement(stripe + FAILURES);
    }
  }

  private void addHuge(int cell, long time) {
    long total = cells.get(cell);
    while (!cells.compareAndSet(cell, total, saturated(total, time))) {
      total = cells.get(cell);
    }
  }

  private void raise(int cell, long value) {
    long seen = cells.get(cell);
    while (value > seen && !cells.compareAndSet(cell, seen, value)) {
      seen = cells.get(cell);
    }
  }

  /** A total that was too large once is negative, and stays so. */
  private static long saturated(long total, long time) {
    return total < 0 || total + time < 0 ? Long.MIN_VALUE : total + time;
  }

  /** Returns what was recorded so far. */
  Tally read() {
    long failures = sum(FAILURES);
    var buckets = new long[Buckets.COUNT];
    long count = 0;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = sum(FIRST_BUCKET + i);
      count += buckets[i];
    }
    long shortest = Long.MAX_VALUE - greatest(SHORTEST);
    return new Tally(buckets, count, failures, total(), shortest, greatest(LONGEST));
  }

  private long total() {
    long total = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      long part = cells.get(stripe * STRIDE + TOTAL);
      total = part < 0 ? Long.MIN_VALUE : saturated(total, part);
    }
    return total < 0 ? Long.MAX_VALUE : total;
  }

  private long sum(int place) {
    long sum = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      sum += cells.get(stripe * STRIDE + place);
    }
    return sum;
  }

  private long greatest(int place) {
    long greatest = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      greatest = Math.max(greatest, cells.get(stripe * STRIDE + place));
    }
    return greatest;
  }
}
