package dev.impresario.benchmarks;

import dev.impresario.benchmarks.PairRow.Time;
import dev.impresario.benchmarks.ProcessRow.Limit;
import java.util.List;

/** All rows of the table, in its order. */
final class Rows {
  private Rows() {}

  static List<Row> all() {
    return List.of(
        new PairRow(
            "refresh-unchanged",
            "refresh, 10,000 files, none changed",
            "a walk with attributes",
            UnchangedRefresh.class,
            Time.WALL,
            Target.atMost(1.5)),
        new ProcessRow(
            "delegation-overhead",
            "delegation, an agent that does nothing",
            "a fixed pool over a priority queue",
            DelegationOverhead.class,
            List.of(
                new Limit("CPU time", Unit.NANOSECONDS, Target.atMost(6)),
                new Limit("allocated", Unit.BYTES, Target.atMost(1_000)))),
        new ProcessRow(
            "delegation-start",
            "delegation, start latency, 1,000/s of 5 ms tasks, limit 10",
            "the same on the bare pool",
            StartLatency.class,
            List.of(new Limit("start, p99", Unit.NANOSECONDS, Target.atMost(2)))),
        new ProcessRow(
            "urgent-task",
            "an urgent task under 1.2x overload of 5 ms tasks, submit to result",
            "the same on an idle system",
            UrgentTasks.class,
            List.of(
                new Limit("urgent, p99", Unit.NANOSECONDS, Target.atMost(2)),
                new Limit("normal, wait of promised", Unit.PERCENT, Target.atMost(100)))),
        monitor("monitor-record", 1, 3),
        monitor("monitor-record-8", 8, 20),
        new ProcessRow(
            "monitor-memory",
            "monitor: an operation kept",
            "none",
            MonitorMemory.class,
            List.of(new Limit("retained", Unit.BYTES, Target.atMost(24_000)))));
  }

  private static Row monitor(String name, int threads, double limit) {
    return new JmhRow(
        name,
        "monitor: record one duration, %d thread(s)".formatted(threads),
        "LongAdder",
        MonitorCosts.class,
        "record",
        "adder",
        threads,
        Target.atMost(limit),
        1); // none; but the harness itself allocates hundredths of a byte for each call
  }
}
