package dev.impresario.systemtests;

import dev.impresario.Engine;
import dev.impresario.Monitor;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Prints what one call of each kind allocates. To be run in a JVM of its own with {@link #FLAGS}:
 * then every thread allocates straight from the heap, whose fill tells to the byte what was
 * allocated since, by whichever thread, virtual ones included; and the compiler leaves out no
 * object that the code makes, so that the figures do not depend on when it ran.
 */
final class AllocationProbe {
  /** What the JVM is to be started with; no collection takes place in so large a heap. */
  static final List<String> FLAGS =
      List.of(
          "-XX:-UseTLAB",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms600m",
          "-Xmx600m",
          "-Xmn500m");

  private static final int CALLS = 2_000;
  private static final String AGENT = ShelfSource.id(0);
  private static final Runtime RUNTIME = Runtime.getRuntime();

  private AllocationProbe() {}

  /** What is called again and again. */
  private interface Call {
    void run() throws Exception;
  }

  /** Prints a line of a name and bytes for each kind of call. */
  public static void main(String[] args) throws Exception {
    try (Engine engine =
        Impresario.builder()
            .source(Scope.PROJECT, new ShelfSource(1))
            .cache("inmemory", Map.of())
            .runtime(definition -> (task, context) -> Reply.of("done"))
            .build()) {
      Monitor.Operation operation = engine.monitor().operation("probe");
      Task task = Task.of(AGENT, "Do it");
      print("record", 90, () -> operation.record(1_000, true));
      print("cached-load", 90, () -> engine.registry().load(AGENT));
      print("delegation", 60, () -> engine.delegate(task));
    }
    long collections =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionCount)
            .sum();
    if (collections > 0) {
      throw new IllegalStateException("the heap was too small to tell: " + collections);
    }
  }

  /**
   * Prints what such a part of the calls allocates at most, so that what every second call makes is
   * seen. The rest is left to chance: where threads meet, one that has to wait for a lock may
   * allocate for that.
   *
   * @param percent above 50
   */
  private static void print(String name, int percent, Call call) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      call.run(); // caches fill up, classes load, threads start
    }
    long[] bytes = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      settle();
      long before = RUNTIME.freeMemory();
      call.run();
      settle();
      bytes[i] = before - RUNTIME.freeMemory();
    }
    Arrays.sort(bytes);
    System.out.println(name + " " + bytes[CALLS * percent / 100 - 1]);
  }

  /** Returns when no thread has allocated anything for a while: the call's helpers are done. */
  @SuppressWarnings("ThreadPriorityCheck") // to let them work, not to order anything
  private static void settle() {
    long free;
    do {
      free = RUNTIME.freeMemory();
      for (int i = 0; i < 50; i++) {
        Thread.yield();
      }
    } while (RUNTIME.freeMemory() != free);
  }
}
