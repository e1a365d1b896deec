package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.Monitor.Operation;
import dev.impresario.PerformanceBudget;
import dev.impresario.Subscription;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every monitor must do. Extend it and name the provider; there is nothing else to say:
 *
 * <pre>{@code
 * class MicrometerMonitorTest extends MonitorContract {
 *   @Override
 *   protected MonitorProvider provider() {
 *     return new MicrometerMonitorProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>When budgets are judged is the monitor's own affair, so alerts are not tested here.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // as of all providers
public abstract class MonitorContract extends ProviderContract<MonitorProvider> {
  private static final int MANY = 20_000;
  private static final int MANY_TIMES = 100_000;
  private static final int NAMES = 50;
  private static final int SNAPSHOTS = 50;
  private static final int MOST_OPERATIONS = 10_000;

  /** For the tests of a plugin. */
  protected MonitorContract() {}

  @Override
  final Class<MonitorProvider> kind() {
    return MonitorProvider.class;
  }

  @Override
  final Monitor create(MonitorProvider provider, Options options) {
    Monitor monitor = provider.create(options);
    assertThat(monitor).as("create(...) must make a monitor, and never return null").isNotNull();
    return monitor;
  }

  private Monitor monitor() throws Exception {
    return create(provider(), checkedOptions());
  }

  // Recording

  @Test
  final void record_countsEachExecutionAndEachFailure() throws Exception {
    try (Monitor monitor = monitor()) {
      Operation operation = monitor.operation("load");
      for (boolean success : new boolean[] {true, false, true, true, false}) {
        operation.record(1_000_000, success);
      }

      Measurement measured = measured("load", monitor);
      assertThat(measured.count())
          .as("count() must be how often it was done, failures included")
          .isEqualTo(5);
      assertThat(measured.failures()).as("failures() must be how often it failed").isEqualTo(2);
    }
  }

  @Test
  final void record_keepsTotalMeanMinAndMaxExactly() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("load"), 3_000_001, 1_000_017, 8_000_300, 2_123_458);

      Measurement measured = measured("load", monitor);
      assertThat(
              List.of(measured.total(), measured.mean(), measured.min(), measured.max()).stream()
                  .map(Duration::toNanos))
          .as("total(), mean(), min() and max() must be exact; in nanoseconds they are")
          .containsExactly(14_123_776L, 3_530_944L, 1_000_017L, 8_000_300L);
    }
  }

  @Test
  final void record_keepsPercentilesToWithinTwoPercent() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("even"), scattered(1_000, i -> MICROSECONDS.toNanos(i + 1)));
      record(
          monitor.operation("odd"), scattered(1_000, i -> MILLISECONDS.toNanos(i < 5 ? 900 : 2)));

      assertPercentiles(measured("even", monitor), MICROSECONDS.toNanos(1), 500, 950, 990);
      assertPercentiles(measured("odd", monitor), MILLISECONDS.toNanos(1), 2, 2, 2);
    }
  }

  private static void assertPercentiles(
      Measurement measured, long unit, long p50, long p95, long p99) {
    String times = " of %,d times".formatted(measured.count());
    assertNear("p50()" + times, measured.p50(), unit * p50);
    assertNear("p95()" + times, measured.p95(), unit * p95);
    assertNear("p99()" + times, measured.p99(), unit * p99);
  }

  @Test
  final void record_ofManyTimesFarApart_keepsPercentilesToWithinTwoPercent() throws Exception {
    try (Monitor monitor = monitor()) {
      long[] rising = LongStream.range(0, MANY_TIMES).map(MonitorContract::spread).toArray();
      record(monitor.operation("load"), rising); // so that the last are not like the first

      assertPercentiles(
          measured("load", monitor),
          1,
          rising[MANY_TIMES / 100 * 50],
          rising[MANY_TIMES / 100 * 95],
          rising[MANY_TIMES / 100 * 99]);
    }
  }

  /** Returns a time from 1 µs to 60 s in nanoseconds, each 0.02 % above the one before. */
  private static long spread(long i) {
    return Math.round(1_000 * Math.pow(60_000_000, i / (MANY_TIMES - 1.0)));
  }

  private static void assertNear(String what, Duration measured, long nanos) {
    assertThat(measured.toNanos())
        .as("%s must be right to within 2 %%; in nanoseconds it is", what)
        .isBetween(nanos - nanos / 50, nanos + nanos / 50);
  }

  @Test
  final void record_ofANegativeTime_countsAsZero() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("load"), -5_000_000, 10_000_000);

      Measurement measured = measured("load", monitor);
      assertThat(List.of(measured.count(), measured.min().toNanos(), measured.total().toNanos()))
          .as("record(...) of a negative time must count as one of zero; count, min and total are")
          .containsExactly(2L, 0L, 10_000_000L);
    }
  }

  @Test
  final void record_ofTheLongestTimes_throwsNothing() throws Exception {
    try (Monitor monitor = monitor()) {
      Operation operation = monitor.operation("load");

      assertThatCode(
              () -> record(operation, Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62))
          .as("record(...) must never throw, whatever the time")
          .doesNotThrowAnyException();
      assertThatCode(monitor::snapshot)
          .as("snapshot() must not throw, whatever the times were")
          .doesNotThrowAnyException();
      assertThat(count("load", monitor))
          .as("record(...) must count each execution, whatever the time")
          .isEqualTo(4);
    }
  }

  @Test
  final void record_byManyThreads_losesNothing() throws Exception {
    try (Monitor monitor = monitor()) {
      Operation shared = monitor.operation("shared");
      Crowd.run(
          thread -> {
            for (int i = 0; i < MANY; i++) {
              // each resolves it itself, and the first of them makes it
              Operation own = i % 2 == 0 ? shared : monitor.operation("load-" + i % NAMES);
              own.record(3_000 + thread, i % 4 < 2);
            }
          });

      Collection<Measurement> measured = monitor.snapshot().values();
      long all = (long) Crowd.SIZE * MANY;
      assertThat(
              List.of(
                  sum(measured, Measurement::count),
                  sum(measured, Measurement::failures),
                  sum(measured, measurement -> measurement.total().toNanos())))
          .as(
              "record(...) by many threads must lose nothing, neither may operation(...) by as many;"
                  + " counts, failures and totals are")
          .containsExactly(all, all / 2, LongStream.range(3_000, 3_000 + Crowd.SIZE).sum() * MANY);
    }
  }

  private static long sum(Collection<Measurement> all, ToLongFunction<Measurement> value) {
    return all.stream().mapToLong(value).sum();
  }

  @Test
  final void snapshot_whileOthersRecord_throwsNothing() throws Exception {
    try (Monitor monitor = monitor()) {
      var round = new AtomicInteger();
      var recorded = new AtomicInteger();

      assertThatCode(
              () ->
                  Crowd.run(
                      thread -> {
                        if (thread == 0) {
                          takeSnapshots(monitor, round, recorded);
                        } else {
                          recordInEachRound(monitor, round, recorded, thread);
                        }
                      }))
          .as("snapshot() must not throw while others record, and find operations anew")
          .doesNotThrowAnyException();
    }
  }

  /** Takes snapshots in each round until all others have recorded in it. */
  private static void takeSnapshots(Monitor monitor, AtomicInteger round, AtomicInteger recorded) {
    try {
      while (round.incrementAndGet() <= SNAPSHOTS) {
        do {
          monitor.snapshot();
        } while (recorded.get() < round.get() * (Crowd.SIZE - 1));
      }
    } finally {
      round.set(SNAPSHOTS + 1); // or the others would go on
    }
  }

  private static void recordInEachRound(
      Monitor monitor, AtomicInteger round, AtomicInteger recorded, int thread) {
    int last = 0;
    try {
      for (int now = round.get(); now <= SNAPSHOTS; now = round.get()) {
        monitor.operation("shared").record(1_000, true);
        if (now > last) {
          monitor.operation("load-%d-%d".formatted(now, thread)).record(1_000, true);
          recorded.incrementAndGet();
          last = now;
        }
        LockSupport.parkNanos(1_000); // so that not all the time goes into counting
      }
    } finally {
      recorded.addAndGet(SNAPSHOTS * Crowd.SIZE); // or snapshots would be taken for ever
    }
  }

  // Operations

  @Test
  final void operation_ofTheSameNameAndTags_isTheSameOperation() throws Exception {
    try (Monitor monitor = monitor()) {
      Operation first = monitor.operation("load", "agent", "qa");
      record(first, 1_000);
      record(monitor.operation("load", "agent", "qa"), 1_000);
      record(first, 1_000);

      assertThat(monitor.snapshot().values().stream().map(Measurement::count))
          .as("operation(...) of the same name and tags must go on with the same counts")
          .containsExactly(3L);
    }
  }

  @Test
  final void operation_ofAnotherNameOrOtherTags_isAnother() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("load"), 1_000);
      record(monitor.operation("scan"), 1_000);
      record(monitor.operation("load", "agent", "qa"), 1_000);
      record(monitor.operation("load", "agent", "dev"), 1_000);
      record(monitor.operation("load", "agent", "qa,code=1"), 1_000);
      record(monitor.operation("load", "agent", "qa", "code", "1"), 1_000);

      assertThat(monitor.snapshot().values().stream().map(Measurement::count))
          .as(
              "operation(...) of another name or other tags must be another, even if their values"
                  + " have '=' and ',' in them; the counts of all six are")
          .containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
    }
  }

  @Test
  final void operation_isNamedWithItsTags() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("delegation", "agent", "qa"), 1_000);
      record(monitor.operation("model-call", "code", "ok", "model", "m1"), 1_000);
      record(monitor.operation("scan"), 1_000);

      assertThat(monitor.snapshot().keySet())
          .as("snapshot() must name operations as name{key=value,key=value}")
          .containsExactly("delegation{agent=qa}", "model-call{code=ok,model=m1}", "scan");
    }
  }

  @Test
  final void operation_ofABlankNameOrAKeyWithoutValue_isRefused() throws Exception {
    try (Monitor monitor = monitor()) {
      assertThat(catchThrowable(() -> monitor.operation(" ")))
          .as("operation(...) must refuse a blank name with an IllegalArgumentException")
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> monitor.operation("load", "agent", "qa", "code")))
          .as("operation(...) must refuse a key without value with an IllegalArgumentException")
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  final void operation_thatWasNeverDone_hasZeros() throws Exception {
    try (Monitor monitor = monitor()) {
      monitor.operation("load");

      for (Measurement measured : monitor.snapshot().values()) {
        Duration zero = Duration.ZERO;
        assertThat(measured)
            .as("snapshot() must have zeros for what was never done, or leave it out")
            .isEqualTo(new Measurement(0, 0, zero, zero, zero, zero, zero, zero, zero));
      }
    }
  }

  @Test
  final void operation_beyondTheBound_isOther() throws Exception {
    try (Monitor monitor = monitor()) {
      assertThatCode(() -> recordOnceEach(MANY, monitor))
          .as("operation(...) must not throw, however many there are")
          .doesNotThrowAnyException();

      Map<String, Measurement> snapshot = monitor.snapshot();
      assertThat(snapshot.size())
          .as(
              "operation(...) must measure %,d operations apart at most, since each takes memory;"
                  + " of %,d different ones there are",
              MOST_OPERATIONS, MANY)
          .isLessThanOrEqualTo(MOST_OPERATIONS + 1);
      assertThat(snapshot)
          .as("operation(...) beyond the bound must be the one called 'other'")
          .containsKey("other");
      assertThat(snapshot.values().stream().mapToLong(Measurement::count).sum())
          .as("operation(...) beyond the bound must still be counted, with all others together")
          .isEqualTo(MANY);
    }
  }

  private static void recordOnceEach(int operations, Monitor monitor) {
    for (int i = 0; i < operations; i++) {
      monitor.operation("load", "agent", "agent-" + i).record(1_000, true);
    }
  }

  // Tracking

  @Test
  final void track_givesTheResultAndCountsIt() throws Exception {
    try (Monitor monitor = monitor()) {
      Object result = new Object();

      assertThat(monitor.track("load", () -> result))
          .as("track(...) must give what the work gave")
          .isSameAs(result);
      assertCounts(1, 0, measured("load", monitor), "track(...) of work that succeeds");
    }
  }

  @Test
  final void track_ofWorkThatThrows_throwsTheSameAndCountsAFailure() throws Exception {
    try (Monitor monitor = monitor()) {
      for (Throwable thrown : List.of(new IOException("no"), new AssertionError("no"))) {
        String name = thrown.getClass().getSimpleName();

        assertThat(catchThrowable(() -> monitor.track(name, () -> throwing(thrown))))
            .as("track(...) must throw the very thing that the work threw")
            .isSameAs(thrown);
        assertCounts(1, 1, measured(name, monitor), "track(...) of work that throws");
      }
    }
  }

  @Test
  final void trackAsync_givesTheResultAndCountsItWhenItIsThere() throws Exception {
    try (Monitor monitor = monitor()) {
      var work = new CompletableFuture<String>();
      CompletionStage<String> tracked = monitor.trackAsync("load", () -> work);
      assertThat(count("load", monitor))
          .as("trackAsync(...) must count nothing before the work completes")
          .isZero();

      work.complete("result");

      assertThat(tracked.toCompletableFuture().join())
          .as("trackAsync(...) must give what the work gave")
          .isEqualTo("result");
      assertCounts(1, 0, measured("load", monitor), "trackAsync(...) of work that succeeds");
    }
  }

  @Test
  final void trackAsync_ofWorkThatFails_failsAlikeAndCountsAFailure() throws Exception {
    try (Monitor monitor = monitor()) {
      var failure = new IOException("no");
      CompletionStage<String> tracked =
          monitor.trackAsync("load", () -> CompletableFuture.failedFuture(failure));

      assertThat(failureOf(tracked))
          .as("trackAsync(...) must fail with what the work failed with")
          .isSameAs(failure);
      assertCounts(1, 1, measured("load", monitor), "trackAsync(...) of work that fails");
    }
  }

  @Test
  final void trackAsync_ofWorkThatDoesNotBegin_countsAFailure() throws Exception {
    try (Monitor monitor = monitor()) {
      var thrown = new IllegalStateException("no");

      assertThat(catchThrowable(() -> monitor.trackAsync("load", () -> raising(thrown))))
          .as("trackAsync(...) must throw the very thing that the work threw")
          .isSameAs(thrown);
      assertCounts(1, 1, measured("load", monitor), "trackAsync(...) of work that throws");
    }
  }

  private static Object throwing(Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  private static CompletionStage<String> raising(RuntimeException thrown) {
    throw thrown;
  }

  private static @Nullable Throwable failureOf(CompletionStage<?> stage) {
    Throwable thrown = catchThrowable(() -> stage.toCompletableFuture().join());
    return thrown instanceof CompletionException ? thrown.getCause() : thrown;
  }

  @Test
  final void timer_measuresFromItsStartToItsEnd() throws Exception {
    try (Monitor monitor = monitor()) {
      long before = System.nanoTime();
      try (Monitor.Timer timer = monitor.operation("load").start()) {
        assertThat(timer).isNotNull();
        await(MILLISECONDS.toNanos(10));
      }
      long most = System.nanoTime() - before;

      assertThat(measured("load", monitor).total().toNanos())
          .as("a timer must measure the time from start() to close(), here 10 ms or somewhat more")
          .isBetween(MILLISECONDS.toNanos(9), most + MILLISECONDS.toNanos(1));
    }
  }

  private static void await(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      LockSupport.parkNanos(nanos / 10);
    }
  }

  @Test
  final void timer_closedTwice_countsOnce() throws Exception {
    try (Monitor monitor = monitor()) {
      Monitor.Timer timer = monitor.operation("load").start();
      timer.close();
      timer.close();

      assertCounts(1, 0, measured("load", monitor), "a timer that is closed twice");
    }
  }

  @Test
  final void timer_thatIsToldOfAFailure_countsIt() throws Exception {
    try (Monitor monitor = monitor()) {
      try (Monitor.Timer timer = monitor.operation("load").start()) {
        timer.failed();
      }

      assertCounts(1, 1, measured("load", monitor), "a timer that is told of a failure");
    }
  }

  private static void assertCounts(long count, long failures, Measurement measured, String what) {
    assertThat(List.of(measured.count(), measured.failures()))
        .as("%s must count as %d, %d of them failed", what, count, failures)
        .containsExactly(count, failures);
  }

  // What was measured

  @Test
  final void snapshot_isSortedByName() throws Exception {
    try (Monitor monitor = monitor()) {
      for (String name : List.of("m", "z", "a", "k", "b", "y")) {
        record(monitor.operation(name), 1_000);
      }

      assertThat(monitor.snapshot().keySet())
          .as("snapshot() must be sorted by name")
          .containsExactly("a", "b", "k", "m", "y", "z");
    }
  }

  @Test
  final void snapshot_isOfOneMoment() throws Exception {
    try (Monitor monitor = monitor()) {
      Operation operation = monitor.operation("load");
      record(operation, 1_000);
      Map<String, Measurement> snapshot = monitor.snapshot();
      record(operation, 1_000);
      record(monitor.operation("scan"), 1_000);

      assertThat(snapshot.keySet())
          .as("snapshot() must not change with what is recorded later")
          .containsExactly("load");
      assertThat(snapshot.values().stream().map(Measurement::count))
          .as("snapshot() must not change with what is recorded later")
          .containsExactly(1L);
      assertThat(catchThrowable(snapshot::clear))
          .as("snapshot() must be a map that cannot be changed")
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  final void report_namesEachOperation() throws Exception {
    try (Monitor monitor = monitor()) {
      record(monitor.operation("load"), 1_000);
      record(monitor.operation("scan", "source", "files"), 1_000);

      Monitor.Report report = monitor.report();
      for (String text : List.of(report.text(), report.json(), report.markdown())) {
        assertThat(text)
            .as("report() must name each operation, as text, JSON and Markdown")
            .contains("load", "scan", "source=files");
      }
    }
  }

  @Test
  final void report_asJson_isOneObjectWhateverTheNames() throws Exception {
    try (Monitor monitor = monitor()) {
      recordOddNames(monitor);

      String json = monitor.report().json();
      assertThat(Json.isObject(json))
          .as("json() must be one JSON object, whatever the names of operations; it is %s", json)
          .isTrue();
    }
  }

  @Test
  final void report_asMarkdown_isOneTableWhateverTheNames() throws Exception {
    try (Monitor monitor = monitor()) {
      recordOddNames(monitor);

      String markdown = monitor.report().markdown();
      List<Long> bars = markdown.strip().lines().map(MonitorContract::bars).distinct().toList();
      assertThat(bars)
          .as(
              "markdown() must be one table: a row on each line, with as many bars on each,"
                  + " whatever the names of operations; it is%n%s",
              markdown)
          .hasSize(1)
          .doesNotContain(0L);
    }
  }

  private static void recordOddNames(Monitor monitor) {
    Stream.of(
            "a \"b\"",
            "back\\slash",
            "two\nlines",
            "\u0000\u001b[31m",
            "a|b",
            "ü \uD83D\uDE00",
            "\uD83D")
        .forEach(name -> record(monitor.operation(name, "key", name), 1_000));
  }

  /** Counts the bars that part cells. */
  private static long bars(String line) {
    return line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count();
  }

  // Watching and the end

  @Test
  final void watch_canBeEndedTwice() throws Exception {
    try (Monitor monitor = monitor()) {
      var budget = PerformanceBudget.p95("load", Duration.ofMillis(1));
      Subscription watching = monitor.watch(budget, alert -> {});
      watching.close();

      assertThatCode(watching::close)
          .as("watch(...) must give what can be closed twice")
          .doesNotThrowAnyException();
    }
  }

  @Test
  final void close_twice_doesNothingMore() throws Exception {
    Monitor monitor = monitor();
    monitor.close();

    assertThatCode(monitor::close)
        .as("close() must do nothing when it is called again")
        .doesNotThrowAnyException();
  }

  @Test
  final void close_leavesWhatWasRecordedToBeRead() throws Exception {
    Monitor monitor = monitor();
    Operation operation = monitor.operation("load");
    record(operation, 1_000);

    monitor.close();

    assertThat(count("load", monitor))
        .as("close() must leave what was recorded to be read")
        .isEqualTo(1);
    assertThatCode(() -> record(operation, 1_000))
        .as("record(...) must not throw, not even after close(): work may still be under way")
        .doesNotThrowAnyException();
  }

  @Test
  final void close_leavesNoThreadBehind() throws Exception {
    List<String> left =
        Leftovers.of(
            () -> {
              try (Monitor monitor = monitor()) {
                record(monitor.operation("load"), 2_000_000);
                monitor.watch(PerformanceBudget.p95("load", Duration.ofMillis(1)), alert -> {});
                assertThat(monitor.snapshot()).isNotEmpty();
              }
            });

    assertThat(left).as("close() must end the threads that the monitor started").isEmpty();
  }

  private static void record(Operation operation, long... times) {
    for (long nanos : times) {
      operation.record(nanos, true);
    }
  }

  /** Returns the values for 0 up to the count, none twice, in an order that is not theirs. */
  private static long[] scattered(int count, LongUnaryOperator value) {
    return LongStream.range(0, count).map(i -> i * 7_919 % count).map(value).toArray();
  }

  private static Measurement measured(String operation, Monitor monitor) {
    Map<String, Measurement> snapshot = monitor.snapshot();
    assertThat(snapshot)
        .as("snapshot() must have what was recorded of '%s'", operation)
        .containsKey(operation);
    return Objects.requireNonNull(snapshot.get(operation));
  }

  private static long count(String operation, Monitor monitor) {
    Measurement measured = monitor.snapshot().get(operation);
    return measured == null ? 0 : measured.count();
  }
}
