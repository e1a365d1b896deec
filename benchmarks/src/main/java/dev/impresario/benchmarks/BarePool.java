package dev.impresario.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The least that does work by priority: a fixed pool over a priority queue. */
final class BarePool implements AutoCloseable {
  private final AtomicLong arrivals = new AtomicLong();
  private final ThreadPoolExecutor pool;

  BarePool(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
  }

  FutureTask<String> submit(int priority, Callable<String> work) {
    var job = new Job(priority, arrivals.getAndIncrement(), work);
    pool.execute(job);
    return job;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private static final class Job extends FutureTask<String> implements Comparable<Job> {
    private final int priority;
    private final long arrival;

    Job(int priority, long arrival, Callable<String> work) {
      super(work);
      this.priority = priority;
      this.arrival = arrival;
    }

    @Override
    public int compareTo(Job other) {
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
    }
  }
}
