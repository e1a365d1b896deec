package dev.impresario.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Runs a {@link Pair} in this process and prints what each round took. */
final class PairProcess {
  /** What begins each line that is a sample. */
  static final String SAMPLE = "sample ";

  private final Pair pair;
  private final LongSupplier clock;
  private Object sink = "";

  private PairProcess(Pair pair, LongSupplier clock) {
    this.pair = pair;
    this.clock = clock;
  }

  /** Takes the pair's class, {@code WALL} or {@code CPU}, rounds and nanoseconds to warm up. */
  public static void main(String[] args) throws Exception {
    try (var pair = Class.forName(args[0]).asSubclass(Pair.class).getConstructor().newInstance()) {
      LongSupplier clock =
          PairRow.Time.valueOf(args[1]) == PairRow.Time.CPU ? cpu() : System::nanoTime;
      new PairProcess(pair, clock).run(Integer.parseInt(args[2]), Long.parseLong(args[3]));
    }
  }

  private static LongSupplier cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime;
  }

  private void run(int rounds, long warmUpNanos) throws Exception {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < warmUpNanos) {
      nanosOf(pair::ours);
      nanosOf(pair::baseline);
    }
    for (int i = 0; i < rounds; i++) {
      System.gc(); // so that neither pays for the other's garbage
      System.out.println(SAMPLE + nanosOf(pair::ours) + " " + nanosOf(pair::baseline));
    }
    if (sink.hashCode() == 0) {
      System.out.println("so that nothing is computed in vain");
    }
  }

  private long nanosOf(Callable<Object> work) throws Exception {
    pair.reset();
    long begin = clock.getAsLong();
    sink = work.call();
    return clock.getAsLong() - begin;
  }
}
