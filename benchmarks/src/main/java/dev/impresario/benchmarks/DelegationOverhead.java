package dev.impresario.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * What a task costs that does nothing: a batch is submitted by one thread, done by as many as there
 * are slots, and waited for, result by result.
 */
final class DelegationOverhead implements AutoCloseable {
  /** The engine's default. */
  private static final int SLOTS = Integer.getInteger("slots", 10);

  private static final int BATCH = 5_000;

  /** So many to a sample that the clock of CPU time, which ticks each 10 ms, can tell. */
  private static final int BATCHES = 40;

  /** Of the baseline, which takes a fraction of the time, more for the same. */
  private static final int BASELINE_BATCHES = 5 * BATCHES;

  private static final Reply REPLY = Reply.of("done");

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Team team = Team.of(SLOTS, Duration.ofSeconds(10), (task, context) -> REPLY);
  private final BarePool pool = new BarePool(SLOTS);
  private int done;

  private DelegationOverhead() throws IOException {}

  /** Takes rounds and nanoseconds to warm up. */
  public static void main(String[] args) throws Exception {
    try (var overhead = new DelegationOverhead()) {
      overhead.run(Integer.parseInt(args[0]), Long.parseLong(args[1]));
    }
  }

  private void run(int rounds, long warmUpNanos) throws Exception {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < warmUpNanos) {
      ours();
      baseline();
    }
    for (int i = 0; i < rounds; i++) {
      System.gc(); // so that neither pays for the other's garbage
      ProcessRow.print(
          "CPU time", nanos(this::ours, BATCHES), nanos(this::baseline, BASELINE_BATCHES));
      ProcessRow.print("allocated", bytes(this::ours));
    }
    if (done == 0) {
      System.out.println("so that nothing is computed in vain");
    }
  }

  private int ours() throws InterruptedException {
    var tasks = new ArrayList<Task>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      tasks.add(Team.task("Test"));
    }
    for (TaskResult result : team.engine.delegateAll(tasks)) {
      done += result.text().length();
    }
    return done;
  }

  private int baseline() throws Exception {
    var jobs = new ArrayList<Future<String>>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      jobs.add(pool.submit(Task.NORMAL, REPLY::text));
    }
    for (Future<String> job : jobs) {
      done += job.get().length();
    }
    return done;
  }

  /** What all threads compute, since that is what a busy machine pays. */
  private double nanos(Callable<?> batch, int batches) throws Exception {
    long begin = system.getProcessCpuTime();
    done(batch, batches);
    return (double) (system.getProcessCpuTime() - begin) / (batches * BATCH);
  }

  /** Of all threads: those that live longer than a round, as all of both do. */
  private double bytes(Callable<?> batch) throws Exception {
    long begin = allocated();
    done(batch, BATCHES);
    return (double) (allocated() - begin) / (BATCHES * BATCH);
  }

  private static void done(Callable<?> batch, int batches) throws Exception {
    for (int i = 0; i < batches; i++) {
      batch.call();
    }
  }

  private long allocated() {
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    pool.close();
    team.close();
  }
}
