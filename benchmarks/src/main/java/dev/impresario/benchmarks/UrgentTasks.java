package dev.impresario.benchmarks;

import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * How long an urgent task takes among more normal ones than can be done, and alone; and how long
 * normal ones wait among more urgent ones than can be done, against what they are promised.
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

  private static final Duration FLOOD_AGEING = Duration.ofMillis(40);
  private static final long FLOOD_LEAD = (Task.NORMAL - Task.MOST_URGENT) * FLOOD_AGEING.toNanos();
  private static final int FLOOD_TASKS = OVERLOAD_PER_SECOND; // for five times the lead
  private static final Reply REPLY = Reply.of("done");

  private final Team team = Team.of(SLOTS, AGEING, (task, context) -> work(task.input()));
  private final Team flooded = Team.of(SLOTS, FLOOD_AGEING, (task, context) -> work(task.input()));
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
    results.run(piece -> submit(team, results, piece, isUrgent(piece)));
    ProcessRow.print("urgent, p99", results.p99(UrgentTasks::isUrgent), idle());
    ProcessRow.print("normal, wait of promised", flood());
  }

  /** More urgent tasks than can be done, for longer than their lead: ageing alone helps others. */
  private double flood() throws Exception {
    var results = new OpenLoop(OVERLOAD_PER_SECOND, FLOOD_TASKS);
    begins = new OpenLoop(OVERLOAD_PER_SECOND, FLOOD_TASKS);
    System.gc();
    results.run(piece -> submit(flooded, results, piece, !isNormalInFlood(piece)));
    OpenLoop begun = begins;
    begun.countFrom(results);
    return percentOfPromised(begun);
  }

  private static boolean isNormalInFlood(int piece) {
    return piece % ONE_IN == 0;
  }

  /**
   * Returns the longest of the normal tasks' waits against what is promised: one ageing step for
   * each level that others may be more urgent by, and the time to do what is ahead then.
   */
  private static double percentOfPromised(OpenLoop begun) {
    double perTask = (double) begun.span() / FLOOD_TASKS;
    double worst = 0;
    for (int i = 0; i < FLOOD_TASKS; i++) {
      if (isNormalInFlood(i)) {
        double promised = FLOOD_LEAD + (begun.waiting(i, FLOOD_LEAD) + SLOTS) * perTask;
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
    results.run(piece -> submit(team, results, piece, true));
    return results.p99(piece -> true);
  }

  private static boolean isUrgent(int piece) {
    return piece % ONE_IN == 0;
  }

  private void submit(Team team, OpenLoop results, int piece, boolean urgent) {
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
    flooded.close();
    team.close();
  }
}
