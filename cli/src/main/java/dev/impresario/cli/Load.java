package dev.impresario.cli;

import dev.impresario.Delegator;
import dev.impresario.Submission;
import dev.impresario.TaskResult;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

/**
 * Hands over tasks at the instants of a rate, whether or not earlier ones have ended: an open loop,
 * as users are who know nothing of each other. One that waits for an answer before it asks again
 * slows down together with what it measures, and so leaves out just the tasks that would have had
 * to wait: "coordinated omission" (Gil Tene, "How NOT to Measure Latency"; wrk2 does as we do;
 * Schroeder and others, "Open Versus Closed: A Cautionary Tale", NSDI 2006). So a task that we hand
 * over late has waited since the instant at which it was due.
 *
 * <p>One thread runs it; any may stop it.
 */
final class Load {
  private final Delegator engine;
  private final LoadArguments asked;
  private final RunArguments how;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ConcurrentNavigableMap<Integer, Submission> underWay =
      new ConcurrentSkipListMap<>();
  private volatile boolean allSent;
  private volatile long stop;

  Load(Delegator engine, LoadArguments asked, RunArguments how, Clock clock) {
    this.engine = engine;
    this.asked = asked;
    this.how = how;
    this.clock = clock;
  }

  /** Returns what was measured, once all tasks have ended or it was stopped. */
  LoadReport run() throws InterruptedException {
    long start = clock.nanoTime();
    try {
      send(start);
      ended.await();
      return tally.report(asked, how.concurrency(), measured(start));
    } finally {
      cancelAll();
    }
  }

  /** Sends no more, and cancels what has not ended. */
  void stop() {
    stop = clock.nanoTime();
    stopped.countDown();
    cancelAll();
  }

  /** Returns how it stands, in words. */
  String words() {
    return tally.words();
  }

  /** Returns which part of the tasks has been sent, from 0 to 1. */
  double share() {
    return (double) tally.sent() / asked.tasks();
  }

  private void send(long start) throws InterruptedException {
    for (int i = 0; i < asked.tasks(); i++) {
      long due = start + asked.rate().dueNanos(i);
      long early = due - clock.nanoTime();
      if (early > 0 ? clock.await(stopped, early) : isStopped()) {
        break;
      }
      submit(i, Math.max(0, clock.nanoTime() - due));
    }
    allSent = true;
    tellIfEnded();
  }

  private void submit(int number, long late) {
    Submission submission = engine.submit(how.taskFor(asked.agent(number), how.task()));
    underWay.put(number, submission);
    tally.sent(late);
    submission.result().thenAccept(result -> ended(number, result, late));
    if (isStopped()) {
      submission.cancel(); // who stopped us may have looked before it was there
    }
  }

  private void ended(int number, TaskResult result, long late) {
    if (isStopped() && isCancelled(result)) {
      tally.unfinished(result, late);
    } else {
      tally.ended(result, late, clock.nanoTime());
    }
    underWay.remove(number);
    tellIfEnded();
  }

  private void tellIfEnded() {
    if (allSent && underWay.isEmpty()) {
      ended.countDown();
    }
  }

  /** The last first: who begins with the first lets those that wait begin instead. */
  private void cancelAll() {
    underWay.descendingMap().values().forEach(Submission::cancel);
  }

  private long measured(long start) {
    return isStopped()
        ? Math.max(0, stop - start) // it may have been stopped before it began
        : Math.max(asked.duration().toNanos(), tally.lastEnd() - start);
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private static boolean isCancelled(TaskResult result) {
    return result instanceof TaskResult.Failure failure
        && failure.code() == TaskResult.Code.CANCELLED;
  }
}
