package dev.impresario.tck;

import dev.impresario.Measurement;
import dev.impresario.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An operation that keeps every time. Safe for use by many threads. */
final class SampleOperation implements Monitor.Operation {
  private final SampleMonitor monitor;
  private final List<Long> times = new ArrayList<>();
  private long failures;

  SampleOperation(SampleMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public void record(long nanos, boolean success) {
    monitor.record(this, nanos, success);
  }

  @Override
  public Monitor.Timer start() {
    return monitor.timer(this);
  }

  synchronized void keep(long nanos, boolean success) {
    times.add(nanos);
    failures += success ? 0 : 1;
  }

  synchronized Measurement measurement() {
    List<Duration> sorted = times.stream().sorted().map(Duration::ofNanos).toList();
    Duration zero = Duration.ZERO;
    if (sorted.isEmpty()) {
      return new Measurement(0, 0, zero, zero, zero, zero, zero, zero, zero);
    }
    int count = sorted.size();
    List<Duration> ranked = monitor.ranked(List.copyOf(times), sorted);
    int last = ranked.size() - 1;
    Duration total = sorted.stream().reduce(zero, Duration::plus);
    return new Measurement(
        count,
        failures,
        total,
        total.dividedBy(count),
        sorted.get(0),
        sorted.get(count - 1),
        ranked.get((int) (last * 50L / 100)),
        ranked.get((int) (last * 95L / 100)),
        ranked.get((int) (last * 99L / 100)));
  }
}
