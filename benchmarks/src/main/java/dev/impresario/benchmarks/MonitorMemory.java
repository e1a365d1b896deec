package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Monitor.Operation;
import dev.impresario.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/** What the monitor keeps for each operation. */
final class MonitorMemory {
  private static final int OPERATIONS = 900; // of the thousand that are measured apart

  private MonitorMemory() {}

  /** Takes rounds and nanoseconds to warm up. */
  public static void main(String[] args) throws IOException {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      ProcessRow.print("retained", retained());
    }
  }

  private static double retained() throws IOException {
    try (Team team = Team.of(1, Duration.ofSeconds(1), (task, context) -> Reply.of("done"))) {
      Engine engine = team.engine;
      engine.monitor().operation("first").record(1, true);
      var operations = new ArrayList<Operation>();
      long before = used();
      for (int i = 0; i < OPERATIONS; i++) {
        operations.add(engine.monitor().operation("operation", "number", Integer.toString(i)));
      }
      operations.forEach(operation -> operation.record(1_000_000, true));
      return (double) (used() - before) / operations.size();
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
