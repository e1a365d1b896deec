package dev.impresario.benchmarks;

import dev.impresario.AgentPolicy;
import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.Collections;
import java.util.List;

/** How many tasks a second an engine gets done whose agents wait for a model, by its slots. */
public final class SlotScaling implements Scaling {
  static final String TASKS = "tasks of 20 ms";

  private static final int LATENCY_MILLIS = 20;
  private static final int SAMPLES = 5;

  /** For the process. */
  public SlotScaling() {}

  @Override
  public void measure(int size, Effort effort, Results results) throws Exception {
    try (var folder = Folder.of(1, 1_000);
        Engine engine =
            Engines.over(folder.path())
                .concurrency(size)
                .queueCapacity(100_000)
                .agents(AgentPolicy.defaults().withMaximumInstances(size))
                .runtime(
                    definition ->
                        (task, context) -> {
                          Thread.sleep(LATENCY_MILLIS);
                          return Reply.of("done");
                        })
                .build()) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < effort.warmUp().toNanos()) {
        rate(engine, size);
      }
      for (int i = 0; i < SAMPLES; i++) {
        results.add(TASKS, rate(engine, size));
      }
    }
  }

  /** Ten tasks for each slot, so that the last ones, when slots stay empty, weigh little. */
  private static double rate(Engine engine, int slots) throws InterruptedException {
    List<Task> tasks = Collections.nCopies(10 * slots, Task.of("agent-00000", "look"));
    long begin = System.nanoTime();
    for (TaskResult result : engine.delegateAll(tasks)) {
      if (result instanceof TaskResult.Failure failure) {
        throw new IllegalStateException(failure.code() + ": " + failure.message());
      }
    }
    return tasks.size() * 1e9 / (System.nanoTime() - begin);
  }
}
