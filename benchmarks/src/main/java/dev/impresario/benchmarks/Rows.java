package dev.impresario.benchmarks;

import dev.impresario.benchmarks.PairRow.Time;
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
}
