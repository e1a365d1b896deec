package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Threads that begin together, each with its number. */
final class Crowd {
  static final int SIZE = 8;
  private static final long PATIENCE_SECONDS = 40; // below the timeout of a test

  private final List<FutureTask<Void>> tasks = new ArrayList<>();

  private Crowd() {}

  /** What each thread does. */
  @FunctionalInterface
  interface Work {
    void accept(int thread) throws Exception;
  }

  /** Has a crowd do this, and returns when all have ended. Throws what the first of them threw. */
  static void run(Work work) throws Exception {
    start(SIZE, work).await();
  }

  /** Has a crowd do this, and returns what each of them returned, in no order. */
  static <T> List<T> each(Callable<T> work) throws Exception {
    var results = new CopyOnWriteArrayList<T>();
    run(thread -> results.add(work.call()));
    return results;
  }

  /** Has one other thread do this, and returns when it has ended. Throws what it threw. */
  static void runOne(Work work) throws Exception {
    start(1, work).await();
  }

  /** Has a thread of that group do this, and returns when it has ended. Throws what it threw. */
  static void runOneIn(ThreadGroup group, Work work) throws Exception {
    start(1, work, group).await();
  }

  /** Has a thread begin this, and does not wait for it. */
  static void runAside(Runnable work) {
    var thread = new Thread(work, "contract-aside");
    thread.setDaemon(true);
    thread.start();
  }

  /** Has threads begin; {@link #await} ends it. */
  static Crowd start(int size, Work work) {
    return start(size, work, null); // that of who asks
  }

  private static Crowd start(int size, Work work, @Nullable ThreadGroup group) {
    var crowd = new Crowd();
    var together = new CyclicBarrier(size);
    for (int i = 0; i < size; i++) {
      int number = i;
      crowd.start(() -> work.accept(number), together, group);
    }
    return crowd;
  }

  void await() throws Exception {
    for (FutureTask<Void> task : tasks) {
      try {
        task.get(PATIENCE_SECONDS, SECONDS);
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } catch (TimeoutException e) {
        throw new AssertionError("a thread does not end; calls must not block", e);
      }
    }
  }

  private void start(Body body, CyclicBarrier together, @Nullable ThreadGroup group) {
    var task =
        new FutureTask<Void>(
            () -> {
              meet(together);
              body.run();
              return null;
            });
    tasks.add(task);
    var thread = new Thread(group, task, "contract-" + tasks.size());
    thread.setDaemon(true);
    thread.start();
  }

  private static void meet(CyclicBarrier together)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    together.await(PATIENCE_SECONDS, SECONDS);
  }

  private static Exception unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof Exception cause ? cause : e;
  }

  private interface Body {
    void run() throws Exception;
  }
}
