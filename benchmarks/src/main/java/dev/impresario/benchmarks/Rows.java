package dev.impresario.benchmarks;

import dev.impresario.benchmarks.PairRow.Time;
import dev.impresario.benchmarks.ProcessRow.Limit;
import java.util.List;

/** All rows of the table, in its order. */
final class Rows {
  private Rows() {}

  static List<Row> all() {
    return List.of(
        new StartRow("cold-start-plain", StartHelp.NONE, 4),
        new StartRow("cold-start-cds", StartHelp.ARCHIVE, 3),
        new StartRow("cold-start-aot", StartHelp.AHEAD, 2.5),
        new PairRow(
            "warm-start",
            "warm start: same process, second engine, 200 agents",
            "the files walked, read and hashed",
            WarmStart.class,
            Time.CPU,
            Target.atMost(1.6)),
        new PairRow(
            "discovery-1000",
            "discovery, first, 1,000 files of 8 kB",
            "walk, read and SHA-256 on one thread",
            FirstDiscovery.Thousand.class,
            Time.WALL,
            Target.atMost(1.6)),
        new PairRow(
            "discovery-10000",
            "discovery, first, 10,000 files of 8 kB",
            "walk, read and SHA-256 on one thread",
            FirstDiscovery.TenThousand.class,
            Time.WALL,
            Target.atMost(1.6)),
        new PairRow(
            "refresh-unchanged",
            "refresh, 10,000 files, none changed",
            "a walk with attributes",
            UnchangedRefresh.class,
            Time.WALL,
            Target.atMost(1.5)),
        new PairRow(
            "second-start-index",
            "second start, 10,000 files, with an index (our own promise)",
            "walk + read + SHA-256 of the same files",
            SecondStart.class,
            Time.WALL,
            Target.atMost(0.5)),
        new FrontMatterRow(Target.atMost(0.4)),
        new PairRow(
            "load-uncached",
            "prompt load, not cached, 1,000 of 8 kB",
            "read + SHA-256 + UTF-8 decode",
            UncachedLoad.class,
            Time.WALL,
            Target.atMost(1.3)),
        new JmhRow(
            "load-cached",
            "prompt load, cached",
            "bare Caffeine get, same settings, same keys",
            CachedLoad.class,
            "ours",
            "bare",
            1,
            Target.atMost(1.5),
            32),
        new BenefitRow(
            new JmhRow(
                "cache-benefit",
                "improvement by the cache",
                "read + SHA-256 + decode + snakeyaml-engine",
                CachedLoad.class,
                "ours",
                "uncached",
                1,
                Target.atMost(0.005),
                -1),
            Target.atLeast(99.5)),
        new HitRateRow(Target.atLeast(60)),
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
        new ChangeRow(),
        new MemoryRow(
            "agent-memory",
            "memory of 10,000 agents, with all that the engine keeps of them",
            "a map of the same fields",
            HeldAgents.class,
            10_000,
            Target.atMost(0.7),
            Target.atMost(1_200)),
        MemoryRow.of(
            "instance-memory", "memory of a pooled agent", HeldInstances.class, 10_000, 100),
        MemoryRow.of("task-memory", "memory of a queued task", HeldTasks.class, 10_000, 1_000),
        MemoryRow.of(
            "operation-memory",
            "memory of a measured operation",
            HeldOperations.class,
            900,
            24_000));
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
