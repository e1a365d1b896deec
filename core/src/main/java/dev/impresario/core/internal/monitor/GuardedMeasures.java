package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor;
import dev.impresario.Monitor.Operation;
import dev.impresario.Monitor.Timer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps what a foreign monitor throws from the task that is measured, and says so once. What the
 * monitor does not take is not measured. Safe for use by many threads.
 */
public final class GuardedMeasures implements Measures {
  private final Monitor monitor;
  private final Supplier<Logger> log;
  private final AtomicBoolean complained = new AtomicBoolean();

  /** Creates a guard around a monitor. */
  public GuardedMeasures(Monitor monitor) {
    this(monitor, new Log());
  }

  GuardedMeasures(Monitor monitor, Supplier<Logger> log) {
    this.monitor = monitor;
    this.log = log;
  }

  @Override
  public Operation operation(String name, String... tags) {
    return new Guarded(name, tags);
  }

  private void goOnWithout(Throwable failure) {
    if (complained.compareAndSet(false, true)) { // once: a log flood helps nobody
      log.get().warn("the monitor fails; what it does not take is not measured", failure);
    }
  }

  /** Asks the monitor for the operation when it is first needed, and again after a failure. */
  private final class Guarded implements Operation {
    private final String name;
    private final String[] tags;
    private volatile @Nullable Operation foreign;

    Guarded(String name, String... tags) {
      this.name = name;
      this.tags = tags;
    }

    @Override
    public void record(long nanos, boolean success) {
      try {
        foreign().record(nanos, success);
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        goOnWithout(e);
      }
    }

    private Operation foreign() {
      Operation known = foreign;
      if (known == null) {
        known = monitor.operation(name, tags);
        foreign = known;
      }
      return known;
    }

    @Override
    public Timer start() {
      return new Running(this, System::nanoTime); // the monitor is only ever asked to record
    }
  }
}
