package dev.impresario.core.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A thread at work on tasks: when one ends and its slot goes to a task that has not begun, the same
 * thread goes on with that, or with what waits longer. Used by its thread alone.
 */
final class Worker implements Runnable {
  private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

  private final Crew crew;
  private @Nullable TaskRun run;
  private @Nullable TaskRun next;
  private boolean adopting;

  Worker(Crew crew, TaskRun first) {
    this.crew = crew;
    run = first;
  }

  /** Returns the task that the calling thread works on, if it does. */
  static @Nullable TaskRun currentRun() {
    Worker worker = CURRENT.get();
    return worker == null ? null : worker.run;
  }

  /** Does a piece of a task's work on another thread than its own; it holds no slot. */
  static void actFor(Crew crew, TaskRun run, Runnable work) {
    Worker outer = CURRENT.get();
    CURRENT.set(new Worker(crew, run));
    try {
      work.run();
    } finally {
      restore(outer);
    }
  }

  /** Gives a task to the calling thread if that has just ended one. */
  static boolean adopt(TaskRun fresh) {
    Worker worker = CURRENT.get();
    if (worker == null || !worker.adopting || worker.next != null) {
      return false;
    }
    worker.next = fresh;
    return true;
  }

  @Override
  public void run() {
    Worker outer = CURRENT.get(); // not null if a host's executor works on the submitting thread
    boolean interrupted = Thread.interrupted(); // the host's own, if this is its thread
    CURRENT.set(this);
    try {
      while (run != null) {
        run.work(this);
        run = crew.next(next);
        next = null;
      }
    } finally {
      restore(outer);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void restore(@Nullable Worker outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Does what gives a slot back; the task that gets it is done next. */
  void adoptDuring(Runnable release) {
    adopting = true;
    try {
      release.run();
    } finally {
      adopting = false;
    }
  }
}
