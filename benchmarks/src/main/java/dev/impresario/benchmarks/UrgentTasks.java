package dev.impresario.benchmarks;

import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * How long an urgent task takes among more normal ones than can be done, and alone; and how long
 * the normal ones wait, against what they are promised.
 */
final class UrgentTasks implements AutoCloseable {
  private static final int SLOTS = 10;
  private static final long TASK_MILLIS = 5;
  private static final int OVERLOAD_PER_SECOND = 2_400; // 1.2 times what ten slots do of 5 ms
  private static final int ONE_IN = 12; // is urgent
  private static final int SECONDS = 2;
  private static final int TASKS = OVERLOAD_PER_SECOND * SECONDS;

  /** Long enough that no backlog of a round is more urgent than the urgent. */
  private static final Duration AGEING = Duration.ofMillis(400);

  private static final long LONGEST_LEAD = (Task.NORMAL - Task.MOST_URGENT) * AGEING.toNanos();
  private static final Reply REPLY = Reply.of("done");

  private final Team team = Team.of(SLOTS, AGEING, (task, context) -> work(task.input()));
  private volatile OpenLoop begins = new OpenLoop(1, 1);

  private UrgentTasks() throws IOException {}

  /** Takes rounds and nanoseconds to warm up. */
  public static void main(String[] args) throws Exception {
    try (var tasks = new UrgentTasks()) {
      tasks.idle(); // to warm up
      for (int i = 0; i < Integer.parseInt(args[0]) / 3; i++) {
        tasks.round();
      }
    }
  }

  private void round() throws Exception {
    var results = new OpenLoop(OVERLOAD_PER_SECOND, TASKS);
    begins = new OpenLoop(OVERLOAD_PER_SECOND, TASKS);
    System.gc();
    results.run(piece -> submit(results, piece, isUrgent(piece)));
    OpenLoop begun = begins;
    begun.countFrom(results);
    ProcessRow.print("urgent, p99", results.p99(UrgentTasks::isUrgent), idle());
    ProcessRow.print("normal, wait of promised", percentOfPromised(begun));
  }

  /**
   * Returns the longest of the normal tasks' waits against what is promised: one ageing step for
   * each level that others may be more urgent by, and the time to do what was ahead.
   */
  private static double percentOfPromised(OpenLoop begun) {
    double perTask = (double) begun.span() / TASKS;
    double worst = 0;
    for (int i = 0; i < TASKS; i++) {
      if (!isUrgent(i)) {
        double promised = LONGEST_LEAD + (begun.before(i) + SLOTS) * perTask;
        worst = Math.max(worst, 100 * begun.nanos(i) / promised);
      }
    }
    return worst;
  }

  private double idle() throws Exception {
    int urgent = TASKS / ONE_IN;
    var results = new OpenLoop(OVERLOAD_PER_SECOND / ONE_IN, urgent);
    begins = new OpenLoop(OVERLOAD_PER_SECOND / ONE_IN, urgent);
    System.gc();
    results.run(piece -> submit(results, piece, true));
    return results.p99(piece -> true);
  }

  private static boolean isUrgent(int piece) {
    return piece % ONE_IN == 0;
  }

  private void submit(OpenLoop results, int piece, boolean urgent) {
    Task task = Team.task(Integer.toString(piece));
    CompletionStage<TaskResult> unused =
        team.engine
            .submit(urgent ? task.withPriority(Task.MOST_URGENT) : task)
            .result()
            .whenComplete((result, none) -> results.come(piece));
  }

  private Reply work(String input) throws InterruptedException {
    begins.come(Integer.parseInt(input));
    Thread.sleep(TASK_MILLIS); // waits, as for a model
    return REPLY;
  }

  @Override
  public void close() throws IOException {
    team.close();
  }
}
