package dev.impresario.cache.ehcache;

/**
 * Sees to it that a stack that is nearly used up overflows before a lock is taken, rather than in
 * the middle of Ehcache, which might then keep the lock for ever.
 */
final class Headroom {
  private static final int FRAMES = 192; // of some hundred bytes; Ehcache's deepest call is of 80

  private Headroom() {}

  /**
   * Returns if there is some stack left.
   *
   * @throws StackOverflowError if there is not
   */
  static void require() {
    if (use(FRAMES, 1, 2, 3, 4, 5) == 0) {
      throw new IllegalStateException("the sum of what is positive is not 0");
    }
  }

  /** What is wanted after the call must lie on the stack during it. */
  private static long use(int frames, long a, long b, long c, long d, long e) {
    if (frames == 0) {
      return 1;
    }
    return Math.max(1, use(frames - 1, b, c, d, e, a) & (a + b + c + d + e));
  }
}
