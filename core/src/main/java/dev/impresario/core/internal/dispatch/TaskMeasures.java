package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentDefinition;
import dev.impresario.Monitor.Operation;
import dev.impresario.TaskResult;
import dev.impresario.core.internal.monitor.Measures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is measured of tasks. Safe for use by many threads. */
final class TaskMeasures {
  private static final int MAXIMUM = 10_000;

  private final Measures measures;
  private final Operation queue;
  private final Operation all;
  private final Map<String, Operation> byAgent = new ConcurrentHashMap<>();

  TaskMeasures(Measures measures) {
    this.measures = measures;
    queue = measures.operation("queue");
    all = measures.operation("delegation");
  }

  void began(long queuedNanos) {
    queue.record(queuedNanos, true);
  }

  void ended(TaskRun run, TaskResult result) {
    run.record(result);
    long nanos = result.elapsed().toNanos();
    boolean success = result instanceof TaskResult.Success;
    all.record(nanos, success);
    // ids that nobody offers come from outside, and without end; only agents have a line each
    AgentDefinition definition = run.definition();
    if (definition != null) {
      operation(definition.id()).record(nanos, success);
    }
  }

  private Operation operation(String id) {
    Operation known = byAgent.get(id);
    if (known == null) {
      known = measures.operation("delegation", "agent", id);
      if (byAgent.size() < MAXIMUM) {
        byAgent.put(id, known);
      }
    }
    return known;
  }
}
