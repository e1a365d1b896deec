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

  /**
   * Takes the pair's class, {@code WALL} or {@code CPU}, nanoseconds to warm up, rounds at most and
   * at least, and the nanoseconds after which it is content with the latter.
   */
  public static void main(String[] args) throws Exception {
    Orphan.endThisProcess();
    try (var pair = Class.forName(args[0]).asSubclass(Pair.class).getConstructor().newInstance()) {
      LongSupplier clock =
          PairRow.Time.valueOf(args[1]) == PairRow.Time.CPU ? cpu() : System::nanoTime;
      var process = new PairProcess(pair, clock);
      process.warmUp(Long.parseLong(args[2]));
      process.run(Integer.parseInt(args[3]), Integer.parseInt(args[4]), Long.parseLong(args[5]));
    }
  }

  private static LongSupplier cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime;
  }

  private void warmUp(long nanos) throws Exception {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      nanosOf(pair::ours);
      nanosOf(pair::baseline);
    }
  }

  private void run(int atMost, int atLeast, long patience) throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < atMost && (i < atLeast || System.nanoTime() - begin < patience); i++) {
      round(i % 2 == 0);
    }
    if (sink.hashCode() == 0) {
      System.out.println("so that nothing is computed in vain");
    }
  }

  /** Measures both; who goes first changes, so that a machine that slows down favours neither. */
  private void round(boolean oursFirst) throws Exception {
    long first = nanosWithoutGarbage(oursFirst ? pair::ours : pair::baseline);
    long second = nanosWithoutGarbage(oursFirst ? pair::baseline : pair::ours);
    System.out.println(SAMPLE + (oursFirst ? first : second) + " " + (oursFirst ? second : first));
  }

  private long nanosWithoutGarbage(Callable<Object> work) throws Exception {
    System.gc(); // so that neither pays for the other's
    return nanosOf(work);
  }

  private long nanosOf(Callable<Object> work) throws Exception {
    pair.reset();
    long begin = clock.getAsLong();
    sink = work.call();
    return clock.getAsLong() - begin;
  }
}
