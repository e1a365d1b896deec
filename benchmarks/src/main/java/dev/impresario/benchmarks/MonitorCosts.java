package dev.impresario.benchmarks;

import dev.impresario.Monitor.Operation;
import dev.impresario.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to record one duration, of many, and to count one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // the harness fills the fields
public class MonitorCosts {
  private Team team;
  private Operation operation;
  private final LongAdder adder = new LongAdder();

  /** For the harness. */
  public MonitorCosts() {}

  /** Makes an engine, whose monitor is measured. */
  @Setup
  public void open() throws IOException {
    team = Team.of(1, Duration.ofSeconds(1), (task, context) -> Reply.of("done"));
    operation = team.engine.monitor().operation("work");
  }

  /** What each thread records: times from one to two milliseconds, and never the same twice. */
  @State(Scope.Thread)
  public static class Times {
    private long next;

    /** For the harness. */
    public Times() {}

    long next() {
      next = (next + 7_919) & ((1 << 20) - 1);
      return next + 1_000_000;
    }
  }

  /** Records one duration. */
  @Benchmark
  public void record(Times times) {
    operation.record(times.next(), true);
  }

  /** Counts one. */
  @Benchmark
  public void adder(Times times) {
    adder.add(times.next());
  }

  /** Frees all. */
  @TearDown
  public void close() throws IOException {
    team.close();
  }
}
