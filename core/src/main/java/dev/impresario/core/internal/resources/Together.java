package dev.impresario.core.internal.resources;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs that several threads take one after another: at most 16 of the executor, and the caller
 * works along, so all end even if there is no thread to spare. Jobs throw nothing.
 */
final class Together {
  private static final int MAXIMUM_HELPERS = 16;

  private final List<? extends Runnable> jobs;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch open;

  private Together(List<? extends Runnable> jobs, Executor executor) {
    this.jobs = jobs;
    this.open = new CountDownLatch(jobs.size());
    askForHelp(executor);
  }

  /**
   * Does the jobs.
   *
   * @throws InterruptedException at once; other threads may still be at jobs, and begin more
   */
  static void run(List<? extends Runnable> jobs, Executor executor) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var together = new Together(jobs, executor);
    while (together.runNext()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    together.open.await();
  }

  /** Does the jobs whatever happens; an interrupt is kept for later. */
  static void runToTheEnd(List<? extends Runnable> jobs, Executor executor) {
    boolean interrupted = Thread.interrupted();
    var together = new Together(jobs, executor);
    while (together.runNext()) {
      interrupted |= Thread.interrupted();
    }
    boolean ended = false;
    while (!ended) {
      try {
        together.open.await();
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void askForHelp(Executor executor) {
    try {
      int helpers = Math.min(MAXIMUM_HELPERS, jobs.size() - 1);
      for (int i = 0; i < helpers; i++) {
        executor.execute(this::help);
      }
    } catch (RuntimeException | Error e) {
      // nobody, or nobody more, is free to help; no thread to be had is an Error
    }
  }

  private void help() {
    if (Thread.currentThread() == caller) {
      return; // it works anyway, and its interrupts are its own
    }
    while (runNext()) {
      Thread.interrupted(); // was meant for the job
    }
  }

  private boolean runNext() {
    int i = next.getAndIncrement();
    if (i >= jobs.size()) {
      return false;
    }
    try {
      jobs.get(i).run();
    } finally {
      open.countDown();
    }
    return true;
  }
}
