package dev.impresario.cli;

import dev.impresario.TaskResult;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a load was carried. All times are in nanoseconds.
 *
 * @param asked the load
 * @param concurrency how many tasks could be worked on at once
 * @param nanos how long it was measured: until the last task ended, and at least as long as asked
 *     unless it was interrupted
 * @param sent how many tasks were handed over
 * @param replied how many an agent replied to
 * @param failed how many failed, but for those refused
 * @param refused how many met a full queue
 * @param latest how much later than due a task was handed over at most
 * @param waits how long tasks waited, from the instant at which they were due; those unfinished
 *     count in all times, with their time so far
 * @param works how long they were worked on
 * @param totals both together
 * @param failures how many failed how
 */
record LoadReport(
    LoadArguments asked,
    int concurrency,
    long nanos,
    int sent,
    int replied,
    int failed,
    int refused,
    long latest,
    Percentiles waits,
    Percentiles works,
    Percentiles totals,
    Map<TaskResult.Code, Integer> failures) {

  LoadReport {
    var sorted = new EnumMap<TaskResult.Code, Integer>(TaskResult.Code.class);
    sorted.putAll(failures);
    failures = Collections.unmodifiableMap(sorted);
  }

  /** Returns how many had not ended when the load was interrupted. */
  int unfinished() {
    return sent - replied - failed - refused;
  }

  /** Returns how many replies there were a second. */
  double throughput() {
    return nanos == 0 ? 0 : replied / (nanos / 1e9);
  }

  /** Returns whether an agent replied to every task that was sent. */
  boolean clean() {
    return failed == 0 && refused == 0;
  }
}
