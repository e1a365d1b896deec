package dev.impresario.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Work that comes at a fixed rate, however long what came before takes, and for each piece the time
 * from when it was due to some moment of its life.
 *
 * <p>Times are counted from when a piece was due, not from when it was submitted: a generator that
 * is held up by what it measures would else leave out just the waits that a user of its would have
 * had (coordinated omission; Gil Tene, "How NOT to Measure Latency", 2015, and his load generator
 * wrk2). Safe for use by many threads.
 */
final class OpenLoop {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final long periodNanos;
  private final AtomicLongArray moments; // 0 while it has not come
  private final CountDownLatch missing;
  private volatile long begin;

  /** Has a piece of work done; called in the order of the pieces, by one thread. */
  interface Submitter {
    void submit(int piece);
  }

  OpenLoop(int perSecond, int pieces) {
    periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    moments = new AtomicLongArray(pieces);
    missing = new CountDownLatch(pieces);
  }

  /** Submits all, each when it is due, and waits until the moment of each has come. */
  void run(Submitter submitter) throws InterruptedException, IOException {
    begin = System.nanoTime();
    for (int i = 0; i < moments.length(); i++) {
      long left = due(i) - System.nanoTime();
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = due(i) - System.nanoTime();
      }
      submitter.submit(i);
    }
    if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(missing.getCount() + " pieces of work did not come so far in a minute");
    }
  }

  /** Counts from when the other began, since these are other moments of the same work. */
  void countFrom(OpenLoop other) {
    begin = other.begin;
  }

  /** Says that the moment has come for a piece of work. */
  void come(int piece) {
    if (moments.getAndSet(piece, System.nanoTime()) == 0) {
      missing.countDown();
    }
  }

  private long due(int piece) {
    return begin + piece * periodNanos;
  }

  /** Returns the nanoseconds from when a piece was due to its moment. */
  long nanos(int piece) {
    return moments.get(piece) - due(piece);
  }

  /** Returns the nanoseconds from the beginning to the last moment. */
  long span() {
    return IntStream.range(0, moments.length()).mapToLong(moments::get).max().orElse(begin) - begin;
  }

  /** Returns how many had been due, but not had their moment, so long after this one was due. */
  long waiting(int piece, long afterNanos) {
    long then = due(piece) + afterNanos;
    return IntStream.range(0, moments.length())
        .filter(i -> due(i) < then && moments.get(i) > then)
        .count();
  }

  /** Returns the time that 99 of 100 of these pieces took at most. */
  double p99(IntPredicate which) {
    long[] sorted =
        IntStream.range(0, moments.length()).filter(which).mapToLong(this::nanos).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
  }
}
