package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do the same at once. */
final class Crowd {
  static final int SIZE = 8;
  private static final int SECONDS_AT_MOST = 40;

  private Crowd() {}

  /**
   * Does the work on each of {@link #SIZE} threads, which begin together, and returns what each
   * returned.
   *
   * @throws Exception what one of them threw
   */
  static <T> List<T> each(Callable<T> work) throws Exception {
    var start = new CyclicBarrier(SIZE);
    ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    try {
      Callable<T> together =
          () -> {
            start.await();
            return work.call();
          };
      return results(
          threads.invokeAll(Collections.nCopies(SIZE, together), SECONDS_AT_MOST, SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> results(List<Future<T>> done) throws Exception {
    var results = new ArrayList<T>();
    for (Future<T> one : done) {
      try {
        results.add(one.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (CancellationException e) {
        throw new AssertionError(
            "%d threads at once must be done within %d s".formatted(SIZE, SECONDS_AT_MOST), e);
      }
    }
    return results;
  }
}
