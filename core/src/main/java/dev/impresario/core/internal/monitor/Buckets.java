package dev.impresario.core.internal.monitor;

/**
 * How times are sorted into buckets: each power of two is cut into 32 of equal width, and below 64
 * ns each nanosecond has its own. So the middle of a bucket is within 1.6 % of all it stands for.
 */
final class Buckets {
  /** From zero to 2^47 ns, which is 39 hours; the last bucket takes whatever is longer. */
  static final int COUNT = 1_376;

  private static final int PARTS_BITS = 5;
  private static final int PARTS = 1 << PARTS_BITS;
  private static final long LONGEST = (1L << 47) - 1;

  private Buckets() {}

  /** Returns the bucket of a time, which must not be negative. */
  static int of(long nanos) {
    long value = Math.min(nanos, LONGEST);
    int shift = Math.max(0, 63 - PARTS_BITS - Long.numberOfLeadingZeros(value));
    return shift * PARTS + (int) (value >>> shift);
  }

  /** Returns the time that stands for a bucket. */
  static long middle(int bucket) {
    int shift = Math.max(0, (bucket >> PARTS_BITS) - 1);
    long lowest = (long) (bucket - shift * PARTS) << shift;
    return lowest + ((1L << shift) - 1) / 2;
  }
}
