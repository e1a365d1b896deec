package dev.impresario.core.internal;

import dev.impresario.ImpresarioException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own bounded threads, for reading in parallel. Started when first needed, daemons,
 * gone when idle. Safe for use by many threads.
 */
@Singleton
final class Workers implements AutoCloseable {
  private static final int MINIMUM_THREADS = 4;
  private static final int MINIMUM_AT_FIRST = 2;
  private static final int WORTH_A_THREAD = 250; // files to read, which take some 5 ms
  private static final long LONG_NANOS = 3_000_000; // a local file takes a tenth, its code compiled
  private static final long VERY_LONG_NANOS = 200_000_000; // no new code takes that
  private static final int MAXIMUM_WAITING = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int threads = Math.max(MINIMUM_THREADS, Runtime.getRuntime().availableProcessors());
  private final int atFirst =
      Math.max(MINIMUM_AT_FIRST, Runtime.getRuntime().availableProcessors());
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          threads,
          threads,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAXIMUM_WAITING),
          Workers::thread);

  /** For sources, which may hang: each takes a thread then, and leaves the others theirs. */
  private final ThreadPoolExecutor patient =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Workers::thread);

  @Inject
  Workers() {
    executor.allowCoreThreadTimeOut(true);
  }

  /** Does the work on a thread of ours. The future fails if too much is waiting, or on close. */
  <T> CompletableFuture<T> submit(Callable<T> work) {
    var job = new Job<>(work);
    try {
      executor.execute(job);
    } catch (RejectedExecutionException e) {
      job.abandon(refusal(e));
    }
    return job.future;
  }

  /**
   * Applies the function to each item, in parallel, and returns the results in the order of the
   * items.
   *
   * <p>The caller works along, so this ends even if no other thread is free, and may be called from
   * one of our own threads.
   */
  <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function)
      throws InterruptedException {
    if (items.size() == 1) {
      return List.of(function.apply(items.get(0)));
    }
    var share = new Share<T, R>(items, function);
    int helpers = Math.min(threads, items.size()) - 1;
    for (int i = 0; i < helpers && tryExecute(executor, () -> share.help(executor)); i++) {}
    share.run();
    return share.results();
  }

  /** Does the work on as many of our threads as are free, at most so many, and waits for none. */
  void share(int most, Runnable work) {
    for (int i = 0; i < Math.min(threads, most) && tryExecute(executor, work); i++) {}
  }

  /**
   * Begins work that may hang, on a thread of ours that does nothing else meanwhile. Does it here
   * if no thread is to be had.
   *
   * @throws IllegalStateException if this is closed
   */
  void begin(Runnable work) {
    try {
      patient.execute(work);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the engine is closed", e);
    } catch (OutOfMemoryError e) {
      work.run(); // later than wished for, but not never
    }
  }

  /**
   * Does what {@link #map} does, within work that has been {@linkplain #begin begun}: with threads
   * of its own kind only, on which an interrupt that a plugin left says nothing. First with as many
   * as are worth it and can compute at once, since more would only stand in their way; with more,
   * one for each item that makes one wait; and with all, if the first does so for long.
   */
  <T, R> List<R> mapBegun(List<T> items, Function<? super T, ? extends R> function)
      throws InterruptedException {
    var share = new Share<T, R>(items, function);
    long begun = System.nanoTime();
    share.runNext(); // alone: threads that meet new code side by side would each generate it
    clearInterrupt();
    boolean waits = System.nanoTime() - begun > VERY_LONG_NANOS;
    int worth = waits ? threads : Math.min(atFirst, 1 + items.size() / WORTH_A_THREAD);
    int first = Math.max(1, Math.min(worth, items.size() - 1));
    share.reserve.set(threads - first);
    for (int i = 1; i < first && tryExecute(patient, () -> share.join(patient)); i++) {}
    share.help(patient);
    return share.results();
  }

  /** Clears an interrupt of this thread, unless the close may have set it. */
  void clearInterrupt() {
    clearInterrupt(patient);
  }

  private static void clearInterrupt(ThreadPoolExecutor executor) {
    boolean left = Thread.interrupted();
    if (left && executor.isShutdown()) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether this is closed, so that what was begun may have been interrupted. */
  boolean isClosed() {
    return patient.isShutdown();
  }

  /** Interrupts what runs and fails what waits. */
  @Override
  public void close() {
    patient.shutdownNow();
    var closed = new IllegalStateException("the engine is closed");
    for (Runnable waiting : executor.shutdownNow()) {
      if (waiting instanceof Job<?> job) {
        job.abandon(closed);
      }
    }
  }

  private static boolean tryExecute(ThreadPoolExecutor executor, Runnable share) {
    try {
      executor.execute(share);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false; // nobody is free to help; the caller does it all
    }
  }

  private RuntimeException refusal(RejectedExecutionException cause) {
    return executor.isShutdown()
        ? new IllegalStateException("the engine is closed", cause)
        : new ImpresarioException(
            "%d loads are waiting already; wait for some before asking for more"
                .formatted(MAXIMUM_WAITING),
            cause);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(null, work, "impresario-" + NUMBER.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Work whose result is waited for through a future. */
  private static final class Job<T> implements Runnable {
    private final Callable<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    Job(Callable<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (future.isDone()) {
        return; // cancelled while it waited
      }
      try {
        future.complete(work.call());
      } catch (Throwable e) { // whatever it is, whoever waits must learn of it
        future.completeExceptionally(e);
      }
    }

    void abandon(RuntimeException reason) {
      future.completeExceptionally(reason);
    }
  }

  /** Items that several threads take one after another. */
  private static final class Share<T, R> implements Runnable {
    private final List<T> items;
    private final Function<? super T, ? extends R> function;
    private final @Nullable Object[] results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger reserve = new AtomicInteger(); // threads that may still join
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Share(List<T> items, Function<? super T, ? extends R> function) {
      this.items = items;
      this.function = function;
      this.results = new Object[items.size()];
      this.open = new CountDownLatch(items.size());
    }

    @Override
    public void run() {
      while (runNext()) {}
    }

    private boolean runNext() {
      int i = next.getAndIncrement();
      if (i >= items.size()) {
        return false;
      }
      try {
        results[i] = function.apply(items.get(i));
      } catch (Throwable e) { // the caller waits for every item, so every item must end
        failure.compareAndSet(null, e);
      } finally {
        open.countDown();
      }
      return true;
    }

    /** Begins to help. The first item tells nothing of how long one takes: its code may be new. */
    void join(ThreadPoolExecutor executor) {
      if (runNext()) {
        clearInterrupt(executor);
        help(executor);
      }
    }

    /**
     * Works along on a thread of ours, on which an interrupt that a plugin left says nothing, and
     * has another thread join if this one had to wait.
     */
    void help(ThreadPoolExecutor executor) {
      long begun = System.nanoTime();
      while (runNext()) {
        clearInterrupt(executor);
        long now = System.nanoTime();
        if (now - begun > LONG_NANOS && reserve.getAndDecrement() > 0) {
          tryExecute(executor, () -> join(executor));
        }
        begun = now;
      }
    }

    @SuppressWarnings("unchecked") // only the function's results are put in
    List<R> results() throws InterruptedException {
      open.await();
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown != null) {
        throw new IllegalStateException(thrown); // other languages throw what none declares
      }
      return (List<R>) new ArrayList<>(Arrays.asList(results));
    }
  }
}
