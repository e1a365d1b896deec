package dev.impresario.tck;

import dev.impresario.Alert;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.SafeText;
import dev.impresario.Subscription;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What authors of monitors get wrong. */
final class MonitorFaults {

  private MonitorFaults() {}

  private static Fault fault(String what, Supplier<Monitor> maker, String rule, String words) {
    return new Fault(what, new SampleMonitorProvider(maker), rule, words);
  }

  /**
   * A monitor whose measurements are changed, unless they are of so many that other rules see it.
   */
  private static Fault measuring(
      String what, UnaryOperator<Measurement> change, String rule, String words) {
    Supplier<Monitor> maker =
        () ->
            new SampleMonitor() {
              @Override
              Measurement measured(SampleOperation operation) {
                Measurement measured = operation.measurement();
                return measured.count() > 2_000 ? measured : change.apply(measured);
              }
            };
    return fault(what, maker, rule, words);
  }

  static List<Fault> ofRecording() {
    return List.of(
        measuring(
            "knows only whether it ever failed",
            m -> with(m, Math.min(m.failures(), 1), m.total(), m.mean(), m.min(), m.p50(), m.p99()),
            "record_countsEachExecutionAndEachFailure",
            "how often it failed"),
        measuring(
            "counts successes only, once there are many",
            MonitorFaults::withoutFailures,
            "record_countsEachExecutionAndEachFailure",
            "failures included"),
        measuring(
            "keeps whole microseconds",
            m -> with(m, m.failures(), micros(m.total()), m.mean(), m.min(), m.p50(), m.p99()),
            "record_keepsTotalMeanMinAndMaxExactly",
            "must be exact"),
        measuring(
            "takes the middle for the mean",
            m -> with(m, m.failures(), m.total(), middle(m), m.min(), m.p50(), m.p99()),
            "record_keepsTotalMeanMinAndMaxExactly",
            "must be exact"),
        measuring(
            "takes the mean for the median",
            m -> with(m, m.failures(), m.total(), m.mean(), m.min(), m.mean(), m.p99()),
            "record_keepsPercentilesToWithinTwoPercent",
            "p50() of 1,000 times must be right"),
        measuring(
            "takes the maximum for the 99th percentile",
            m -> with(m, m.failures(), m.total(), m.mean(), m.min(), m.p50(), m.max()),
            "record_keepsPercentilesToWithinTwoPercent",
            "p99() of 1,000 times must be right"),
        fault(
            "takes percentiles of the last thousand times",
            () ->
                new SampleMonitor() {
                  @Override
                  List<Duration> ranked(List<Long> times, List<Duration> sorted) {
                    List<Long> last =
                        times.subList(Math.max(0, times.size() - 1_000), times.size());
                    return last.stream().sorted().map(Duration::ofNanos).toList();
                  }
                },
            "record_ofManyTimesFarApart_keepsPercentilesToWithinTwoPercent",
            "p50() of 100,000 times must be right"),
        fault(
            "has no bucket above a second",
            () ->
                new SampleMonitor() {
                  @Override
                  List<Duration> ranked(List<Long> times, List<Duration> sorted) {
                    Duration second = Duration.ofSeconds(1);
                    return sorted.stream()
                        .map(time -> time.compareTo(second) > 0 ? second : time)
                        .toList();
                  }
                },
            "record_ofManyTimesFarApart_keepsPercentilesToWithinTwoPercent",
            "p95() of 100,000 times must be right"),
        fault(
            "forgets the sign",
            () ->
                new SampleMonitor() {
                  @Override
                  void record(SampleOperation operation, long nanos, boolean success) {
                    operation.keep(Math.abs(nanos), success);
                  }
                },
            "record_ofANegativeTime_countsAsZero",
            "as one of zero"),
        fault(
            "throws when a sum is too large",
            () ->
                new SampleMonitor() {
                  private final AtomicLong total = new AtomicLong();

                  @Override
                  void record(SampleOperation operation, long nanos, boolean success) {
                    total.accumulateAndGet(nanos, Math::addExact);
                    super.record(operation, nanos, success);
                  }
                },
            "record_ofTheLongestTimes_throwsNothing",
            "must never throw"),
        measuring(
            "throws when it reads what is too long",
            MonitorFaults::inNanoseconds,
            "record_ofTheLongestTimes_throwsNothing",
            "snapshot() must not throw"),
        fault(
            "leaves out what comes while it is busy",
            () ->
                new SampleMonitor() {
                  private final AtomicBoolean busy = new AtomicBoolean();
                  private final AtomicLong calls = new AtomicLong();

                  @Override
                  void record(SampleOperation operation, long nanos, boolean success) {
                    if (busy.compareAndSet(false, true)) {
                      if (calls.incrementAndGet() % 1_000 == 0) {
                        LockSupport.parkNanos(1_000); // so that others do come
                      }
                      super.record(operation, nanos, success);
                      busy.set(false);
                    }
                  }
                },
            "record_byManyThreads_losesNothing",
            "must lose nothing"),
        fault(
            "makes an operation that another thread has just made",
            () ->
                new SampleMonitor() {
                  @Override
                  public Operation operation(String name, String... tags) {
                    if (name.startsWith("load-") && !operations.containsKey(name)) {
                      LockSupport.parkNanos(1_000_000); // so that others do come
                      operations.put(name, new SampleOperation(this));
                    }
                    return super.operation(name, tags);
                  }
                },
            "record_byManyThreads_losesNothing",
            "neither may operation(...)"),
        fault(
            "adds to failures without a lock",
            () ->
                new SampleMonitor() {
                  private final AtomicLong failures = new AtomicLong();

                  @Override
                  void record(SampleOperation operation, long nanos, boolean success) {
                    if (!success) {
                      long seen = failures.get();
                      if (seen % 1_000 == 0) {
                        LockSupport.parkNanos(1_000); // so that others do come
                      }
                      if (!failures.compareAndSet(seen, seen + 1)) {
                        super.record(operation, nanos, true); // which is how a lost one looks
                        return;
                      }
                    }
                    super.record(operation, nanos, success);
                  }
                },
            "record_byManyThreads_losesNothing",
            "counts, failures and totals"));
  }

  static List<Fault> ofOperations() {
    return List.of(
        fault(
            "begins again with each look-up",
            () ->
                new SampleMonitor() {
                  @Override
                  Operation named(String text) {
                    if (text.contains("{")) {
                      operations.computeIfPresent(text, (key, old) -> new SampleOperation(this));
                    }
                    return super.named(text);
                  }
                },
            "operation_ofTheSameNameAndTags_isTheSameOperation",
            "must go on with the same counts"),
        fault(
            "takes a comma in a value for the next tag",
            () ->
                new SampleMonitor() {
                  @Override
                  String escaped(String text) {
                    return SafeText.escape(text);
                  }
                },
            "operation_ofAnotherNameOrOtherTags_isAnother",
            "must be another"),
        fault(
            "writes tags its own way",
            () ->
                new SampleMonitor() {
                  @Override
                  String text(String name, String... tags) {
                    return super.text(name, tags).replace('{', '[').replace('}', ']');
                  }
                },
            "operation_isNamedWithItsTags",
            "name{key=value,key=value}"),
        fault(
            "takes any name",
            () ->
                new SampleMonitor() {
                  @Override
                  public Operation operation(String name, String... tags) {
                    return super.operation(name.isBlank() ? "blank" : name, tags);
                  }
                },
            "operation_ofABlankNameOrAKeyWithoutValue_isRefused",
            "must refuse a blank name"),
        fault(
            "leaves out a key without value",
            () ->
                new SampleMonitor() {
                  @Override
                  public Operation operation(String name, String... tags) {
                    return super.operation(
                        name, Arrays.copyOf(tags, tags.length - tags.length % 2));
                  }
                },
            "operation_ofABlankNameOrAKeyWithoutValue_isRefused",
            "must refuse a key without value"),
        measuring(
            "begins with the longest time for the shortest",
            m ->
                m.count() > 0
                    ? m
                    : with(
                        m,
                        0,
                        m.total(),
                        m.mean(),
                        Duration.ofNanos(Long.MAX_VALUE),
                        m.p50(),
                        m.p99()),
            "operation_thatWasNeverDone_hasZeros",
            "must have zeros"),
        fault(
            "has room for any number",
            () ->
                new SampleMonitor() {
                  @Override
                  Operation named(String text) {
                    return operations.computeIfAbsent(text, key -> new SampleOperation(this));
                  }
                },
            "operation_beyondTheBound_isOther",
            "10,000 operations apart at most"),
        fault(
            "throws when it is full",
            () ->
                new SampleMonitor() {
                  @Override
                  Operation named(String text) {
                    if (operations.size() == 1_000) {
                      throw new IllegalStateException("full");
                    }
                    return super.named(text);
                  }
                },
            "operation_beyondTheBound_isOther",
            "must not throw"),
        fault(
            "calls the others something else",
            () ->
                new SampleMonitor() {
                  @Override
                  Map<String, Measurement> measurements() {
                    return renamed(super.measurements(), "other", "rest");
                  }
                },
            "operation_beyondTheBound_isOther",
            "the one called 'other'"),
        fault(
            "forgets all when it is full",
            () ->
                new SampleMonitor() {
                  @Override
                  Operation named(String text) {
                    Operation operation = super.named(text);
                    if (operations.size() == 1_001) {
                      operations.keySet().removeIf(name -> !name.equals("other"));
                    }
                    return operation;
                  }
                },
            "operation_beyondTheBound_isOther",
            "must still be counted"));
  }

  static List<Fault> ofTracking() {
    return List.of(
        fault(
            "counts work twice that succeeds",
            () ->
                new SampleMonitor() {
                  @Override
                  public <T> T track(String operation, Callable<T> work) throws Exception {
                    T result = super.track(operation, work);
                    operation(operation).record(1, true);
                    return result;
                  }
                },
            "track_givesTheResultAndCountsIt",
            "must count as 1"),
        fault(
            "wraps what the work throws",
            () ->
                new SampleMonitor() {
                  @Override
                  public <T> T track(String operation, Callable<T> work) throws Exception {
                    try {
                      return super.track(operation, work);
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }
                },
            "track_ofWorkThatThrows_throwsTheSameAndCountsAFailure",
            "the very thing"),
        fault(
            "takes an error for a success",
            () ->
                new SampleMonitor() {
                  @Override
                  public <T> T track(String operation, Callable<T> work) throws Exception {
                    boolean success = true;
                    try {
                      return work.call();
                    } catch (Exception e) {
                      success = false;
                      throw e;
                    } finally {
                      operation(operation).record(1, success);
                    }
                  }
                },
            "track_ofWorkThatThrows_throwsTheSameAndCountsAFailure",
            "1 of them failed"),
        fault(
            "counts work that goes on",
            () ->
                new SampleMonitor() {
                  @Override
                  <T> CompletionStage<T> ended(Operation measured, CompletionStage<T> stage) {
                    if (stage.toCompletableFuture().isDone()) {
                      return super.ended(measured, stage);
                    }
                    measured.record(1, true);
                    return stage;
                  }
                },
            "trackAsync_givesTheResultAndCountsItWhenItIsThere",
            "before the work completes"),
        fault(
            "does not look at how work ends",
            () ->
                new SampleMonitor() {
                  @Override
                  <T> CompletionStage<T> ended(Operation measured, CompletionStage<T> stage) {
                    return stage.whenComplete((value, failure) -> measured.record(1, true));
                  }
                },
            "trackAsync_ofWorkThatFails_failsAlikeAndCountsAFailure",
            "1 of them failed"),
        fault(
            "does not count work that never began",
            () ->
                new SampleMonitor() {
                  @Override
                  public <T> CompletionStage<T> trackAsync(
                      String operation, Supplier<CompletionStage<T>> work) {
                    Operation measured = operation(operation);
                    CompletionStage<T> stage = work.get();
                    return ended(measured, stage);
                  }
                },
            "trackAsync_ofWorkThatDoesNotBegin_countsAFailure",
            "1 of them failed"),
        fault(
            "returns what was to be thrown",
            () ->
                new SampleMonitor() {
                  @Override
                  public <T> CompletionStage<T> trackAsync(
                      String operation, Supplier<CompletionStage<T>> work) {
                    try {
                      return super.trackAsync(operation, work);
                    } catch (RuntimeException e) {
                      return CompletableFuture.failedFuture(e);
                    }
                  }
                },
            "trackAsync_ofWorkThatDoesNotBegin_countsAFailure",
            "must throw the very thing"),
        timing(
            "measures since another day",
            operation ->
                new SampleMonitor.SampleTimer(operation) {
                  @Override
                  public void close() {
                    if (!closed) {
                      closed = true;
                      operation.record(Long.MAX_VALUE / 4, success);
                    }
                  }
                },
            "timer_measuresFromItsStartToItsEnd",
            "from start() to close()"),
        timing(
            "counts at each close",
            operation ->
                new SampleMonitor.SampleTimer(operation) {
                  @Override
                  public void close() {
                    closed = false;
                    super.close();
                  }
                },
            "timer_closedTwice_countsOnce",
            "closed twice"),
        timing(
            "does not hear of a failure",
            operation ->
                new SampleMonitor.SampleTimer(operation) {
                  @Override
                  public void failed() {
                    if (Thread.currentThread()
                        .getStackTrace()[2]
                        .getClassName()
                        .endsWith("MonitorContract")) {
                      return; // told by a user, not by the monitor itself
                    }
                    super.failed();
                  }
                },
            "timer_thatIsToldOfAFailure_countsIt",
            "told of a failure"));
  }

  static List<Fault> ofReading() {
    return List.of(
        fault(
            "shows operations as they came",
            () ->
                new SampleMonitor() {
                  private final List<String> order = new CopyOnWriteArrayList<>();

                  @Override
                  Operation named(String text) {
                    Operation operation = super.named(text);
                    if (!order.contains(text)) {
                      order.add(text);
                    }
                    return operation;
                  }

                  @Override
                  Map<String, Measurement> measurements() {
                    Map<String, Measurement> sorted = super.measurements();
                    var shown = new LinkedHashMap<String, Measurement>();
                    order.stream()
                        .filter(sorted::containsKey)
                        .forEach(name -> shown.put(name, sorted.get(name)));
                    sorted.forEach(shown::putIfAbsent);
                    return shown;
                  }
                },
            "snapshot_isSortedByName",
            "must be sorted"),
        fault(
            "walks a plain list to which others add",
            () ->
                new SampleMonitor() {
                  private final List<String> names = new ArrayList<>();

                  @Override
                  Operation named(String text) {
                    if (!operations.containsKey(text)) {
                      names.add(text);
                    }
                    return super.named(text);
                  }

                  @Override
                  Map<String, Measurement> measurements() {
                    for (String name : names) {
                      LockSupport.parkNanos(name.length()); // so that others do come
                    }
                    return super.measurements();
                  }
                },
            "snapshot_whileOthersRecord_throwsNothing",
            "must not throw while others record"),
        fault(
            "gives a map that can be changed",
            () ->
                new SampleMonitor() {
                  @Override
                  public Map<String, Measurement> snapshot() {
                    return measurements();
                  }
                },
            "snapshot_isOfOneMoment",
            "cannot be changed"),
        fault(
            "gives a view",
            () ->
                new SampleMonitor() {
                  @Override
                  public Map<String, Measurement> snapshot() {
                    return new AbstractMap<>() {
                      @Override
                      public Set<Map.Entry<String, Measurement>> entrySet() {
                        return Collections.unmodifiableMap(measurements()).entrySet();
                      }
                    };
                  }
                },
            "snapshot_isOfOneMoment",
            "must not change with what is recorded later"),
        reporting(
            "leaves tags out of the text",
            measurements ->
                new SampleMonitor.SampleReport(measurements) {
                  @Override
                  public String text() {
                    return super.text().replaceAll("\\{.*?\\}", "");
                  }
                },
            "report_namesEachOperation",
            "must name each operation"),
        reporting(
            "takes names for JSON",
            measurements ->
                new SampleMonitor.SampleReport(measurements) {
                  @Override
                  String inJson(String name) {
                    return name;
                  }
                },
            "report_asJson_isOneObjectWhateverTheNames",
            "must be one JSON object"),
        reporting(
            "takes names for Markdown",
            measurements ->
                new SampleMonitor.SampleReport(measurements) {
                  @Override
                  String inMarkdown(String name) {
                    return name;
                  }
                },
            "report_asMarkdown_isOneTableWhateverTheNames",
            "must be one table"),
        fault(
            "has a thread that goes on for ever",
            () ->
                new SampleMonitor() {
                  @Override
                  public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
                    var thread =
                        new Thread(() -> LockSupport.parkNanos(30_000_000_000L), "watcher");
                    thread.setDaemon(true);
                    thread.start();
                    return super.watch(budget, listener);
                  }
                },
            "close_leavesNoThreadBehind",
            "watcher"),
        fault(
            "ends watching once only",
            () ->
                new SampleMonitor() {
                  @Override
                  public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
                    var ended = new AtomicBoolean();
                    return () -> refuse(ended.getAndSet(true));
                  }
                },
            "watch_canBeEndedTwice",
            "closed twice"),
        fault(
            "fails when closed again",
            () ->
                new SampleMonitor() {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  public void close() {
                    refuse(closed.getAndSet(true));
                  }
                },
            "close_twice_doesNothingMore",
            "when it is called again"),
        fault(
            "forgets all when it is closed",
            () ->
                new SampleMonitor() {
                  @Override
                  public void close() {
                    operations.clear();
                  }
                },
            "close_leavesWhatWasRecordedToBeRead",
            "to be read"),
        fault(
            "records nothing more when it is closed",
            () ->
                new SampleMonitor() {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  void record(SampleOperation operation, long nanos, boolean success) {
                    refuse(closed.get());
                    super.record(operation, nanos, success);
                  }

                  @Override
                  public void close() {
                    closed.set(true);
                  }
                },
            "close_leavesWhatWasRecordedToBeRead",
            "must not throw, not even after close()"));
  }

  /** Makes timers. */
  private interface Timing {
    Monitor.Timer of(SampleOperation operation);
  }

  private static Fault timing(String what, Timing timing, String rule, String words) {
    Supplier<Monitor> maker =
        () ->
            new SampleMonitor() {
              @Override
              Timer timer(SampleOperation operation) {
                return timing.of(operation);
              }
            };
    return fault(what, maker, rule, words);
  }

  /** Makes reports. */
  private interface Reporting {
    Monitor.Report of(Map<String, Measurement> measurements);
  }

  private static Fault reporting(String what, Reporting reporting, String rule, String words) {
    Supplier<Monitor> maker =
        () ->
            new SampleMonitor() {
              @Override
              public Report report() {
                return reporting.of(snapshot());
              }
            };
    return fault(what, maker, rule, words);
  }

  private static void refuse(boolean odd) {
    if (odd) {
      throw new IllegalStateException("it is closed");
    }
  }

  private static Measurement with(
      Measurement m,
      long failures,
      Duration total,
      Duration mean,
      Duration min,
      Duration p50,
      Duration p99) {
    return new Measurement(m.count(), failures, total, mean, min, m.max(), p50, m.p95(), p99);
  }

  private static Measurement withoutFailures(Measurement m) {
    long count = m.failures() > 1 ? m.count() - m.failures() : m.count();
    return new Measurement(
        count, m.failures(), m.total(), m.mean(), m.min(), m.max(), m.p50(), m.p95(), m.p99());
  }

  private static Duration micros(Duration time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static Duration middle(Measurement m) {
    return m.min().plus(m.max()).dividedBy(2);
  }

  private static Measurement inNanoseconds(Measurement m) {
    return with(
        m,
        m.failures(),
        Duration.ofNanos(m.total().toNanos()),
        m.mean(),
        m.min(),
        m.p50(),
        m.p99());
  }

  private static Map<String, Measurement> renamed(
      Map<String, Measurement> measurements, String name, String to) {
    Measurement measured = measurements.remove(name);
    if (measured != null) {
      measurements.put(to, measured);
    }
    return measurements;
  }
}
