package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The threads that something starts and does not end. */
final class Threads {
  private static final long PATIENCE_NANOS =
      SECONDS.toNanos(10); // on JDK 17, an HTTP client ends after 3
  private static final long PAUSE_MILLIS = 20;
  private static final int MOST = 1_000;

  private Threads() {}

  /**
   * Does the work, and returns the names of the threads that it started and that do not end soon
   * after it. Those of the Java runtime itself, which go on for all, are left out.
   *
   * @param work returns nothing of what it made: that can then be collected
   */
  static List<String> leftBehindBy(Callable<?> work) throws Exception {
    var group = new ThreadGroup("contract"); // new threads are of the group of who starts them
    var done = new FutureTask<>(work);
    var thread = new Thread(group, done, "contract");
    thread.setDaemon(true);
    thread.start();
    done.get();
    thread.join();
    long start = System.nanoTime();
    while (!alive(group).isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
      System.gc(); // some of the Java runtime's end when what they serve is no longer reachable
      Thread.sleep(PAUSE_MILLIS);
    }
    return alive(group);
  }

  private static List<String> alive(ThreadGroup group) {
    var threads = new Thread[MOST];
    int count = group.enumerate(threads);
    return Stream.of(threads).limit(count).map(Thread::getName).filter(Threads::isOwn).toList();
  }

  private static boolean isOwn(String name) {
    return !name.startsWith("ForkJoinPool.commonPool-")
        && !name.startsWith("CompletableFutureDelayScheduler");
  }
}
