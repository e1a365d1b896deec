package dev.impresario.core.internal.monitor;

import dev.impresario.Alert;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.PerformanceBudget.Statistic;
import dev.impresario.SafeText;
import dev.impresario.Subscription;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Measures in this process. Costs nothing before it is used: no histogram before an operation is
 * named, no thread before a budget is watched. Safe for use by many threads.
 *
 * <p>Closing ends the watching only: operations can still be recorded and read.
 */
public final class LocalMonitor implements Monitor, Measures {
  /** How many operations are measured apart; all others together are {@code other}. */
  static final int MAXIMUM_OPERATIONS = 1_000;

  /** How long the text of an operation may be; those of a longer one are {@code other}. */
  static final int MAXIMUM_NAME_LENGTH = 1_000;

  private static final String OTHER = "other";
  private static final String PROMPTS = "prompts";
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final ConcurrentHashMap<String, LocalOperation> operations = new ConcurrentHashMap<>();
  private final ReentrantLock naming = new ReentrantLock(); // held for the making of a histogram
  private final AtomicInteger named = new AtomicInteger(); // written under naming only
  private final AtomicBoolean complained = new AtomicBoolean();

  private final LookUps prompts;
  private final LongSupplier clock;
  private final Supplier<Logger> log;
  private final Watches watches;

  /**
   * Creates a monitor.
   *
   * @param prompts the prompt cache, for budgets on its hit rate
   */
  public LocalMonitor(LookUps prompts) {
    this(prompts, new SystemClock(), WINDOW, new Log());
  }

  LocalMonitor(LookUps prompts, LongSupplier clock, Duration window, Supplier<Logger> log) {
    this.prompts = prompts;
    this.clock = clock;
    this.log = log;
    this.watches = new Watches(clock, window, log);
  }

  @Override
  public Operation operation(String name, String... tags) {
    String text = OperationNames.text(name, tags);
    LocalOperation known = operations.get(text);
    return known != null ? known : newOperation(text);
  }

  private LocalOperation newOperation(String text) {
    if (text.length() > MAXIMUM_NAME_LENGTH) {
      complain("an operation's name and tags have more than %d characters", MAXIMUM_NAME_LENGTH);
      return other();
    }
    LocalOperation made = text.equals(OTHER) ? other() : made(text);
    if (made == null) {
      complain("there are more than %d operations", MAXIMUM_OPERATIONS);
      return other();
    }
    return made;
  }

  /** Returns null if there are enough already. */
  private @Nullable LocalOperation made(String text) {
    if (named.get() >= MAXIMUM_OPERATIONS) {
      return null; // without the lock, since there may be many more of these
    }
    naming.lock();
    try {
      LocalOperation known = operations.get(text);
      if (known == null && named.get() < MAXIMUM_OPERATIONS) {
        known = new LocalOperation(clock);
        operations.put(text, known);
        named.incrementAndGet();
      }
      return known;
    } finally {
      naming.unlock();
    }
  }

  private LocalOperation other() {
    LocalOperation known = operations.get(OTHER);
    if (known != null) {
      return known;
    }
    var made = new LocalOperation(clock);
    LocalOperation first = operations.putIfAbsent(OTHER, made);
    return first != null ? first : made;
  }

  private void complain(String reason, int limit) {
    if (complained.compareAndSet(false, true)) { // once: a log flood helps nobody
      log.get()
          .warn(
              "{}; what is beyond is measured as '{}'; give tags few values and short ones",
              reason.formatted(limit),
              OTHER);
    }
  }

  @Override
  public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
    Timer timer = operation(operation).start();
    boolean started = false;
    try {
      CompletionStage<T> stage = work.get();
      if (stage == null) {
        return stage; // the caller shall see what it would have seen without us
      }
      CompletionStage<T> tracked = TrackedStage.of(stage, timer);
      started = true;
      return tracked;
    } finally {
      if (!started) {
        timer.failed();
        timer.close();
      }
    }
  }

  @Override
  public Map<String, Measurement> snapshot() {
    var measurements = new TreeMap<String, Measurement>();
    operations.forEach((text, operation) -> measurements.put(text, operation.read().measurement()));
    return Collections.unmodifiableMap(measurements);
  }

  @Override
  public Report report() {
    return new MeasurementReport(snapshot());
  }

  /**
   * Watches a budget. What came since the last verdict is judged every 5 s, as soon as it is 20
   * executions or look-ups, or 100 for {@link Statistic#P99}. The first that misses the limit is a
   * breach; it is over when what was judged last kept the limit and nothing missed it for 15 s.
   *
   * @throws IllegalArgumentException for a hit rate of anything but {@code prompts}
   * @throws IllegalStateException if the monitor is closed
   */
  @Override
  public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
    Objects.requireNonNull(listener, "listener");
    return watches.add(budget, gauge(budget), listener);
  }

  private Gauge gauge(PerformanceBudget budget) {
    if (budget.statistic() != Statistic.HIT_RATE) {
      return new ExecutionsGauge(budget, () -> read(budget.operation()));
    }
    if (!budget.operation().equals(PROMPTS)) {
      throw new IllegalArgumentException(
          "no hit rate of '%s'; there is one of [%s]"
              .formatted(SafeText.escape(budget.operation()), PROMPTS));
    }
    return new HitsGauge(prompts);
  }

  private @Nullable Tally read(String text) {
    LocalOperation operation = operations.get(text);
    return operation == null ? null : operation.read();
  }

  /** Judges what is watched now rather than at its time. */
  void judge() {
    watches.judge();
  }

  /** Ends all watching. Waits for no listener, but interrupts those under way. */
  @Override
  public void close() {
    watches.close();
  }
}
