package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Measurement;
import dev.impresario.Monitor.Operation;
import dev.impresario.Monitor.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalMonitorTest {
  private final AtomicLong clock = new AtomicLong();
  private final RecordingLogger logger = new RecordingLogger();
  private final LocalMonitor monitor =
      new LocalMonitor(new FakeLookUps(), clock::get, Duration.ofDays(1), () -> logger);

  @AfterEach
  void close() {
    monitor.close();
  }

  @Test
  void operation_ofTheSameNameAndTags_isTheSame_inWhateverOrder() {
    Operation one = monitor.operation("model", "name", "sonnet", "agent", "qa");

    assertThat(monitor.operation("model", "agent", "qa", "name", "sonnet")).isSameAs(one);
    assertThat(monitor.operation("model", "agent", "ops", "name", "sonnet")).isNotSameAs(one);
    assertThat(monitor.snapshot())
        .containsOnlyKeys("model{agent=qa,name=sonnet}", "model{agent=ops,name=sonnet}");
  }

  @Test
  void operation_whoseTagsLookLikeOthers_isAnotherOne() {
    monitor.operation("a", "k", "v,l=w");
    monitor.operation("a", "k", "v", "l", "w");
    monitor.operation("a{k=v}");
    monitor.operation("a", "k", "v");
    monitor.operation("a", "k", "v\n");
    monitor.operation("a", "k", "v\\u000a");

    assertThat(monitor.snapshot().keySet())
        .containsExactlyInAnyOrder(
            "a{k=v\\,l\\=w}",
            "a{k=v,l=w}",
            "a\\{k\\=v\\}",
            "a{k=v}",
            "a{k=v\\u000a}",
            "a{k=v\\\\u000a}");
  }

  @Test
  void operation_withoutNameOrValue_isRefused() {
    assertThatThrownBy(() -> monitor.operation(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of an operation must not be blank");
    assertThatThrownBy(() -> monitor.operation("model", "name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tags are keys and values in turn, but the last key 'name' of operation 'model' has"
                + " no value");
  }

  @Test
  void operations_beyondTheBound_shareOne_andOneWarning() {
    for (int i = 0; i < LocalMonitor.MAXIMUM_OPERATIONS + 500; i++) {
      monitor.operation("work", "number", Integer.toString(i)).record(1, true);
    }

    assertThat(monitor.snapshot()).hasSize(LocalMonitor.MAXIMUM_OPERATIONS + 1);
    assertThat(counted("other")).isEqualTo(500);
    assertThat(counted("work{number=0}")).isEqualTo(1);
    assertThat(logger.lines())
        .containsExactly(
            "there are more than 1000 operations; what is beyond is measured as 'other'; give"
                + " tags few values and short ones");
  }

  @Test
  @Timeout(60)
  void operations_namedByManyThreadsAtOnce_keepTheBound_andLoseNothing() throws Exception {
    int threads = 8;
    long each = 300; // half of them are the same for all
    var together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int own = thread;
        ends.add(
            executor.submit(
                () -> {
                  together.await(20, TimeUnit.SECONDS);
                  for (int i = 0; i < each; i++) {
                    String name = i % 2 == 0 ? "shared" + i : "own" + own + "-" + i;
                    monitor.operation(name).record(1, true);
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(monitor.snapshot()).hasSize(LocalMonitor.MAXIMUM_OPERATIONS + 1);
    assertThat(monitor.snapshot().values().stream().mapToLong(Measurement::count).sum())
        .isEqualTo(threads * each);
    assertThat(logger.lines()).hasSize(1);
  }

  @Test
  void operation_calledOther_takesNoPlaceAndNoWarning() {
    monitor.operation("other").record(1, true);
    for (int i = 0; i < LocalMonitor.MAXIMUM_OPERATIONS; i++) {
      monitor.operation("work" + i);
    }

    assertThat(monitor.snapshot()).hasSize(LocalMonitor.MAXIMUM_OPERATIONS + 1);
    assertThat(monitor.operation("other")).isSameAs(monitor.operation("one too many"));
    assertThat(logger.lines()).hasSize(1);
  }

  @Test
  void operation_ofExcessiveLength_isOther() {
    monitor.operation("x".repeat(LocalMonitor.MAXIMUM_NAME_LENGTH + 1)).record(1, true);

    assertThat(monitor.snapshot()).containsOnlyKeys("other");
    assertThat(logger.lines())
        .containsExactly(
            "an operation's name and tags have more than 1000 characters; what is beyond is"
                + " measured as 'other'; give tags few values and short ones");
  }

  @Test
  void snapshot_isSorted() {
    monitor.operation("b");
    monitor.operation("c");
    monitor.operation("a");

    assertThat(monitor.snapshot().keySet()).containsExactly("a", "b", "c");
  }

  @Test
  void timer_recordsOnce_whatTimePassed() {
    Operation operation = monitor.operation("work");
    Timer timer = operation.start();
    clock.addAndGet(500);
    timer.close();
    clock.addAndGet(500);
    timer.close();
    try (Timer failing = operation.start()) {
      failing.failed();
    }

    Measurement measured = measured("work");
    assertThat(measured.count()).isEqualTo(2);
    assertThat(measured.failures()).isEqualTo(1);
    assertThat(measured.max()).isEqualTo(Duration.ofNanos(500));
  }

  @Test
  void track_passesOnResultAndException_andCountsBoth() throws Exception {
    var failure = new IOException("broken");

    assertThat(monitor.track("work", () -> "done")).isEqualTo("done");
    assertThatThrownBy(
            () ->
                monitor.track(
                    "work",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(measured("work").count()).isEqualTo(2);
    assertThat(measured("work").failures()).isEqualTo(1);
  }

  @Test
  void trackAsync_recordsWhenItCompletes() {
    var work = new CompletableFuture<String>();
    CompletionStage<String> tracked = monitor.trackAsync("work", () -> work);
    assertThat(counted("work")).isZero();
    clock.addAndGet(700);

    work.complete("done");

    assertThat(tracked.toCompletableFuture()).isCompletedWithValue("done");
    assertThat(counted("work")).isEqualTo(1);
    assertThat(measured("work").failures()).isZero();
    assertThat(measured("work").max()).isEqualTo(Duration.ofNanos(700));
  }

  @Test
  @Timeout(20)
  void trackAsync_isRecordedBeforeTheCallerLearnsOfTheEnd() throws Exception {
    for (int i = 1; i <= 1_000; i++) {
      monitor
          .trackAsync("work", () -> CompletableFuture.supplyAsync(() -> "done"))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);

      assertThat(counted("work")).isEqualTo(i);
    }
  }

  @Test
  void trackAsync_ofAFailingStage_countsAFailure_andPassesOnTheVeryException() {
    var failure = new IOException("broken");
    var seen = new AtomicReference<Throwable>();

    monitor
        .trackAsync("work", () -> CompletableFuture.failedFuture(failure))
        .whenComplete((value, thrown) -> seen.set(thrown));

    assertThat(seen).hasValue(failure);
    assertThat(measured("work").failures()).isEqualTo(1);
  }

  @Test
  void trackAsync_ofASupplierThatThrows_countsAFailure_andThrowsTheSame() {
    var failure = new IllegalStateException("broken");

    assertThatThrownBy(
            () ->
                monitor.trackAsync(
                    "work",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(counted("work")).isEqualTo(1);
    assertThat(measured("work").failures()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // what the caller must not give
  void trackAsync_ofNoStage_countsAFailure_andReturnsNone() {
    CompletionStage<String> tracked = monitor.trackAsync("work", () -> null);

    assertThat(tracked).isNull();
    assertThat(measured("work").failures()).isEqualTo(1);
  }

  @Test
  void trackAsync_cancelled_cancelsTheWork_andCountsAFailure() {
    var work = new CompletableFuture<String>();
    CompletableFuture<String> tracked =
        monitor.trackAsync("work", () -> work).toCompletableFuture();

    assertThat(tracked.cancel(true)).isTrue();

    assertThat(work).isCancelled();
    assertThat(tracked).isCancelled();
    assertThatThrownBy(tracked::join).isInstanceOf(CancellationException.class);
    assertThat(counted("work")).isEqualTo(1);
    assertThat(measured("work").failures()).isEqualTo(1);
  }

  @Test
  void closed_itStillRecordsAndReports() {
    Operation operation = monitor.operation("work");
    monitor.close();

    operation.record(5, true);

    assertThat(counted("work")).isEqualTo(1);
    assertThat(monitor.report().text()).contains("work");
  }

  private long counted(String text) {
    return measured(text).count();
  }

  private Measurement measured(String text) {
    Measurement measurement = monitor.snapshot().get(text);
    return Objects.requireNonNull(measurement, text);
  }
}
