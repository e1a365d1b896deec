package dev.impresario.benchmarks;

import dev.impresario.Reply;
import dev.impresario.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

/** How long a task waits until its agent begins, at half of what the slots can bear. */
final class StartLatency implements AutoCloseable {
  private static final int SLOTS = 10;
  private static final int PER_SECOND = 1_000;
  private static final int TASKS = 1_500;
  private static final long TASK_MILLIS = 5;
  private static final Reply REPLY = Reply.of("done");

  private final Team team =
      Team.of(SLOTS, Duration.ofSeconds(10), (task, context) -> work(task.input()));
  private final BarePool pool = new BarePool(SLOTS);
  private volatile OpenLoop current = new OpenLoop(PER_SECOND, TASKS);

  private StartLatency() throws IOException {}

  /** Takes rounds and nanoseconds to warm up. */
  public static void main(String[] args) throws Exception {
    try (var latency = new StartLatency()) {
      for (int i = -1; i < Integer.parseInt(args[0]) / 2; i++) {
        double ours = latency.p99(latency::delegate);
        double baseline = latency.p99(latency::submit);
        if (i >= 0) { // the first is to warm up
          ProcessRow.print("start, p99", ours, baseline);
        }
      }
    }
  }

  private double p99(OpenLoop.Submitter submitter) throws Exception {
    System.gc(); // so that neither pays for the other's garbage
    var loop = new OpenLoop(PER_SECOND, TASKS);
    current = loop;
    loop.run(submitter);
    Thread.sleep(10 * TASK_MILLIS); // those that have begun last have to end
    return loop.p99(piece -> true);
  }

  private void delegate(int piece) {
    team.engine.submit(Team.task(Integer.toString(piece)));
  }

  private void submit(int piece) {
    String input = Integer.toString(piece);
    Future<String> unused = pool.submit(Task.NORMAL, () -> work(input).text());
  }

  private Reply work(String input) throws InterruptedException {
    current.come(Integer.parseInt(input));
    Thread.sleep(TASK_MILLIS); // waits, as for a model
    return REPLY;
  }

  @Override
  public void close() throws IOException {
    pool.close();
    team.close();
  }
}
