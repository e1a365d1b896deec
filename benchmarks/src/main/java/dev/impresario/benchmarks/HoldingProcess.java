package dev.impresario.benchmarks;

/**
 * Prints how many bytes a {@link Holding} retains. To be run once a process, since what is of no
 * use any more may leave the heap late.
 */
final class HoldingProcess {
  /** What begins the line that is the sample. */
  static final String SAMPLE = "sample ";

  /** What the second argument is to be for the baseline. */
  static final String BASELINE = "baseline";

  /** How often the heap is to be found as before. */
  private static final int STILL = 5;

  private static final long NOISE = 10_000;

  private static volatile Object held = "";

  private HoldingProcess() {}

  /** Takes the holding's class, {@code ours} or {@code baseline}, and how many things to make. */
  public static void main(String[] args) throws Exception {
    Holding holding =
        Class.forName(args[0]).asSubclass(Holding.class).getConstructor().newInstance();
    int count = Integer.parseInt(args[2]);
    long bytes =
        args[1].equals(BASELINE)
            ? retainedByBaseline(holding, count)
            : retainedByOurs(holding, count);
    System.out.println(SAMPLE + bytes);
    if (held.hashCode() == 0) {
      System.out.println("so that nothing is held in vain");
    }
  }

  private static long retainedByOurs(Holding holding, int count) throws Exception {
    try (AutoCloseable few = holding.ours(1 + count / 100)) {
      held = few; // classes, and what is there once, do not count
    }
    held = "";
    long before = used();
    try (AutoCloseable things = holding.ours(count)) {
      held = things;
      return used() - before;
    }
  }

  private static long retainedByBaseline(Holding holding, int count) throws InterruptedException {
    held = holding.baseline(1 + count / 100);
    held = "";
    long before = used();
    held = holding.baseline(count);
    return used() - before;
  }

  /** Waits until what began in the background has ended, and with it what it needs. */
  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    int alike = 0;
    while (alike < STILL) {
      Thread.sleep(100);
      System.gc();
      long now = runtime.totalMemory() - runtime.freeMemory();
      alike = Math.abs(now - used) < NOISE ? alike + 1 : 0;
      used = now;
    }
    return used;
  }
}
