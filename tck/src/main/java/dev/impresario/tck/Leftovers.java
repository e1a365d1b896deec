package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;

/**
 * What is left behind. The work is done in a group of threads of its own, which those that it
 * starts inherit; so other tests that run at the same time are not in the way.
 */
final class Leftovers {
  private static final int PATIENCE_SECONDS = 6; // on JDK 17, an HTTP client ends after 3

  private Leftovers() {}

  /** Something that is made, used and closed. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Does the work, and returns the names of the threads that it started and that do not end soon
   * after. Throws what it throws.
   */
  static List<String> of(Work work) throws Exception {
    var group = new ThreadGroup("contract");
    Crowd.runOneIn(group, thread -> work.run());
    long end = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
    while (!alive(group).isEmpty() && System.nanoTime() < end) {
      System.gc(); // some of the Java runtime's end when what they serve is no longer reachable
      LockSupport.parkNanos(MILLISECONDS.toNanos(20)); // nobody tells of the end of a thread
    }
    return alive(group);
  }

  private static List<String> alive(ThreadGroup group) {
    var threads = new Thread[1_000];
    return Arrays.stream(threads, 0, group.enumerate(threads))
        .filter(Objects::nonNull)
        .filter(thread -> !isOfAll(thread))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  /** The workers of the common pool belong to nobody, as does what ends their waits. */
  private static boolean isOfAll(Thread thread) {
    boolean commonWorker =
        thread instanceof ForkJoinWorkerThread worker
            && worker.getPool().equals(ForkJoinPool.commonPool());
    return commonWorker || thread.getName().startsWith("CompletableFutureDelayScheduler");
  }
}
