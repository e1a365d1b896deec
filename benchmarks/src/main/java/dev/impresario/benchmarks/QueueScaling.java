package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a task costs to submit and to work off, by how many are in the queue. */
public final class QueueScaling implements Scaling {
  static final String SUBMIT = "submit";
  static final String DRAIN = "work off";

  private static final int SLOTS = 2;

  /** A short queue is measured more often, since chance weighs more there. */
  private static final int SAMPLES = 3;

  private static final int SAMPLES_OF_SHORT = 25;
  private static final int SHORT = 50_000;
  private static final String GATE = "wait at the gate";

  /** For the process. */
  public QueueScaling() {}

  @Override
  public void measure(int size, Effort effort, Results results) throws Exception {
    try (var folder = Folder.of(1, 1_000)) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < 2 * effort.warmUp().toNanos()) {
        once(folder.path(), 1_000, (curve, value) -> {});
      }
      for (int i = 0; i < (size < SHORT ? SAMPLES_OF_SHORT : SAMPLES); i++) {
        System.gc();
        once(folder.path(), size, results);
      }
    }
  }

  private static void once(Path directory, int size, Results results) throws InterruptedException {
    var held = new CountDownLatch(SLOTS);
    var gate = new CountDownLatch(1);
    try (Engine engine =
        Engines.over(directory)
            .concurrency(SLOTS)
            .queueCapacity(size + SLOTS)
            .runtime(
                definition ->
                    (task, context) -> {
                      if (task.input().equals(GATE)) {
                        held.countDown();
                        gate.await();
                      }
                      return Reply.of("done");
                    })
            .build()) {
      for (int i = 0; i < SLOTS; i++) {
        engine.submit(Task.of("agent-00000", GATE));
      }
      held.await();
      List<Submission> all = new ArrayList<>(size);
      long begin = System.nanoTime();
      for (int i = 0; i < size; i++) {
        all.add(engine.submit(Task.of("agent-00000", "look")));
      }
      long submitted = System.nanoTime();
      gate.countDown();
      for (Submission one : all) {
        if (one.await() instanceof TaskResult.Failure failure) {
          throw new IllegalStateException(failure.code() + ": " + failure.message());
        }
      }
      results.add(SUBMIT, (double) (submitted - begin));
      results.add(DRAIN, (double) (System.nanoTime() - submitted));
    }
  }
}
