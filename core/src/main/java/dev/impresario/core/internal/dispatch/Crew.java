package dev.impresario.core.internal.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own threads, and the runs that have a slot and wait for one of them.
 *
 * <p>To wake a thread costs more than a small task, so one is woken at a time: when it arrives it
 * takes the first run, and wakes the next thread if there are more. Who ends a task takes the first
 * run too, so that most need no thread to be woken. None is forgotten: who adds a run looks after
 * that whether a thread is on its way, and a thread says that it has arrived before it looks for
 * runs. Not for a host's executor, which may lose what it is given: there each run brings its own.
 *
 * <p>Safe for use by many threads.
 */
final class Crew {
  private final Executor threads;
  private final Queue<TaskRun> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean onItsWay = new AtomicBoolean();
  private final Runnable arrival = this::arrive;

  Crew(Executor threads) {
    this.threads = threads;
  }

  /** Has a thread begin a run soon; false if none is to be had, and the run is refused. */
  boolean begin(TaskRun run) {
    ready.add(run);
    return wake(run);
  }

  /** Returns what a thread that has ended a task does next: the first in line, with what it got. */
  @Nullable TaskRun next(@Nullable TaskRun adopted) {
    if (ready.isEmpty()) {
      return adopted;
    }
    if (adopted != null) {
      ready.add(adopted); // nobody is woken for it, since as many are taken as added
    }
    return ready.poll();
  }

  /** Says at first that it is here, and last that it is not, whatever is thrown in between. */
  private void arrive() {
    onItsWay.set(false);
    try {
      TaskRun first = ready.poll();
      if (first != null) {
        wake(null);
        new Worker(this, first).run();
      }
    } finally {
      wake(null);
    }
  }

  /**
   * Wakes a thread if there is a run that nobody is on the way to. If none is to be had, a run is
   * refused: the own one if it is still there, or another that counted on this thread.
   *
   * @return whether the own run is not refused
   */
  private boolean wake(@Nullable TaskRun own) {
    boolean kept = true;
    for (Throwable e = tryToWake(); e != null; e = tryToWake()) {
      if (own != null && ready.remove(own)) {
        kept = false;
        own.refuse(Failures.refusedByExecutor(own.task, e));
        continue;
      }
      TaskRun other = ready.poll();
      if (other != null) {
        other.end(Failures.refusedByExecutor(other.task, e));
      }
    }
    return kept;
  }

  /** Returns what went wrong, or null if there is nothing to do any more. */
  private @Nullable Throwable tryToWake() {
    if (ready.isEmpty() || onItsWay.get() || !onItsWay.compareAndSet(false, true)) {
      return null;
    }
    try {
      threads.execute(arrival);
      return null;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      onItsWay.set(false); // OutOfMemoryError: no thread is to be had
      return e;
    }
  }
}
