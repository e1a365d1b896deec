package dev.impresario.cli;

import dev.impresario.TaskResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts how the tasks of a load end, and how long they take. Safe for use by many threads. */
final class Tally {
  private final ReentrantLock lock = new ReentrantLock();

  // all guarded by the lock
  private final Times waits = new Times();
  private final Times works = new Times();
  private final Times totals = new Times();
  private final Map<TaskResult.Code, Integer> failures = new EnumMap<>(TaskResult.Code.class);
  private int sent;
  private int replied;
  private int failed;
  private int refused;
  private long latest;
  private long lastEnd;

  /** Counts a task that was handed over, this much later than it was due. */
  void sent(long lateNanos) {
    lock.lock();
    try {
      sent++;
      latest = Math.max(latest, lateNanos);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a task that has ended.
   *
   * @param lateNanos how much later than it was due it was handed over
   * @param end when it ended
   */
  void ended(TaskResult result, long lateNanos, long end) {
    lock.lock();
    try {
      boolean first = replied + failed + refused == 0;
      lastEnd = first || end - lastEnd > 0 ? end : lastEnd; // such times overflow
      if (result instanceof TaskResult.Failure failure
          && failure.code() == TaskResult.Code.QUEUE_FULL) {
        refused++; // no time it took says anything of those that got in
        return;
      }
      if (result instanceof TaskResult.Failure failure) {
        failed++;
        failures.merge(failure.code(), 1, Integer::sum);
      } else {
        replied++;
      }
      time(result, lateNanos);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts the time so far of a task that was cancelled since the load was stopped. To leave it out
   * would leave out just those that wait longest.
   *
   * @param lateNanos how much later than it was due it was handed over
   */
  void unfinished(TaskResult result, long lateNanos) {
    lock.lock();
    try {
      time(result, lateNanos);
    } finally {
      lock.unlock();
    }
  }

  private void time(TaskResult result, long lateNanos) {
    long wait = lateNanos + result.queued().toNanos();
    long work = result.elapsed().minus(result.queued()).toNanos();
    waits.add(wait);
    totals.add(wait + work);
    if (work > 0) { // else it failed before it began
      works.add(work);
    }
  }

  /** Returns how many tasks were handed over. */
  int sent() {
    lock.lock();
    try {
      return sent;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the last one ended; what it returns before one has means nothing. */
  long lastEnd() {
    lock.lock();
    try {
      return lastEnd;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how it stands, in words. */
  String words() {
    lock.lock();
    try {
      int underWay = sent - replied - failed - refused;
      return "%,d sent, %,d replied, %,d failed, %,d refused, %,d under way"
          .formatted(sent, replied, failed, refused, underWay);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what was measured in this time. */
  LoadReport report(LoadArguments asked, int concurrency, long nanos) {
    lock.lock();
    try {
      return new LoadReport(
          asked,
          concurrency,
          nanos,
          sent,
          replied,
          failed,
          refused,
          latest,
          waits.percentiles(),
          works.percentiles(),
          totals.percentiles(),
          failures);
    } finally {
      lock.unlock();
    }
  }
}
