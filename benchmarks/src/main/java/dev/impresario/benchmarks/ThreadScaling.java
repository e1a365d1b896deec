package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How much an engine does in a second, by how many threads ask it at once. */
public final class ThreadScaling implements Scaling {
  static final String LOADS = "cached loads";
  static final String DELEGATIONS = "delegations";

  private static final int AGENTS = 1_000;
  private static final int SAMPLES = 5;

  /** For the process. */
  public ThreadScaling() {}

  /** What a thread does over and over; the number differs each time. */
  private interface Call {
    Object run(int number) throws Exception;
  }

  @Override
  public void measure(int size, Effort effort, Results results) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try (var folder = Folder.of(AGENTS, 8_000);
        Engine engine = Engines.over(folder.path()).concurrency(16).build()) {
      String[] ids = engine.registry().list().stream().map(a -> a.id()).toArray(String[]::new);
      Call load = number -> engine.registry().load(ids[number % AGENTS]);
      Call delegate = number -> done(engine.delegate(Task.of(ids[number % 10], "look")));
      Duration each = effort.sample().multipliedBy(5);
      rate(threads, size, effort.warmUp(), load);
      rate(threads, size, effort.warmUp(), delegate);
      for (int i = 0; i < SAMPLES; i++) {
        results.add(LOADS, rate(threads, size, each, load));
        results.add(DELEGATIONS, rate(threads, size, each, delegate));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static TaskResult done(TaskResult result) {
    if (result instanceof TaskResult.Failure failure) {
      throw new IllegalStateException(failure.code() + ": " + failure.message());
    }
    return result;
  }

  private static double rate(ExecutorService threads, int size, Duration time, Call call)
      throws Exception {
    var ready = new CountDownLatch(size);
    Callable<Double> worker =
        () -> {
          ready.countDown();
          ready.await();
          long begin = System.nanoTime();
          int calls = 0;
          long elapsed = 0;
          while (elapsed < time.toNanos()) {
            for (int i = 0; i < 10; i++) {
              call.run(calls++); // what it returns is published by the engine, so it is not lost
            }
            elapsed = System.nanoTime() - begin;
          }
          return calls * 1e9 / elapsed;
        };
    List<Future<Double>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(threads.submit(worker));
    }
    double rate = 0;
    for (Future<Double> one : all) {
      rate += one.get();
    }
    return rate;
  }
}
