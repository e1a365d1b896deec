package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final long MILLIS = 1_000_000;

  private final FakeClock clock = new FakeClock();

  @Test
  void run_sendsAtTheInstantsOfTheRate() throws Exception {
    long start = clock.nanoTime();
    var engine =
        new ScriptedDelegator(clock, number -> ScriptedDelegator.success(Duration.ZERO, MILLI));

    LoadReport report = load(engine, "--rate=100", "--duration=0.05").run();

    assertThat(engine.instants)
        .containsExactlyElementsOf(
            LongStream.range(0, 5).mapToObj(i -> start + i * 10 * MILLIS).toList());
    assertThat(report.sent()).isEqualTo(5);
    assertThat(report.latest()).isZero();
  }

  @Test
  void run_ofTasksThatDoNotEnd_sendsTheNextAllTheSame() throws Exception {
    var load = new CompletableFuture<Load>();
    var engine =
        new ScriptedDelegator(
            clock,
            number -> {
              if (number == 9) {
                load.join().stop(); // else it would wait for them
              }
              return null;
            });
    load.complete(load(engine, "--rate=10", "--duration=1"));

    LoadReport report = load.join().run();

    assertThat(engine.tasks).hasSize(10);
    assertThat(report.unfinished()).isEqualTo(10);
    assertThat(report.failed()).isZero();
    assertThat(report.waits()).isEqualTo(percentiles(10, 1_000, 1_000, 1_000, 1_000)); // so far
    assertThat(report.works().count()).isZero();
  }

  @Test
  void run_afterAStall_countsTheWaitFromTheInstantAtWhichATaskWasDue() throws Exception {
    var engine =
        new ScriptedDelegator(
            clock,
            number -> {
              if (number == 0) {
                clock.pass(Duration.ofMillis(45)); // as if our own thread had been held up
              }
              return ScriptedDelegator.success(MILLI, MILLI.multipliedBy(3));
            });

    LoadReport report = load(engine, "--rate=100", "--duration=0.1").run();

    // due after 10, 20, 30 and 40 ms, all sent after 45
    assertThat(report.latest()).isEqualTo(35 * MILLIS);
    assertThat(report.waits()).isEqualTo(percentiles(10, 1, 36, 36, 36));
    assertThat(report.works()).isEqualTo(percentiles(10, 2, 2, 2, 2));
    assertThat(report.totals()).isEqualTo(percentiles(10, 3, 38, 38, 38));
  }

  @Test
  void run_ofFailures_countsThemByCodeAndRefusalsApart() throws Exception {
    var engine =
        new ScriptedDelegator(
            clock,
            number ->
                switch (number) {
                  case 0 -> ScriptedDelegator.success(MILLI, MILLI.multipliedBy(2));
                  case 1 ->
                      ScriptedDelegator.failure(
                          TaskResult.Code.QUEUE_FULL, Duration.ZERO, Duration.ZERO);
                  case 2 ->
                      ScriptedDelegator.failure(
                          TaskResult.Code.TIMED_OUT, MILLI.multipliedBy(9), MILLI.multipliedBy(9));
                  default ->
                      ScriptedDelegator.failure(
                          TaskResult.Code.EXECUTION_FAILED, MILLI, MILLI.multipliedBy(6));
                });

    LoadReport report = load(engine, "--rate=5", "--duration=1").run();

    assertThat(report.replied()).isEqualTo(1);
    assertThat(report.refused()).isEqualTo(1);
    assertThat(report.failures())
        .isEqualTo(Map.of(TaskResult.Code.TIMED_OUT, 1, TaskResult.Code.EXECUTION_FAILED, 2))
        .satisfies(failures -> assertThat(report.failed()).isEqualTo(3));
    // those refused say nothing of waits, those timed out in the queue nothing of work
    assertThat(report.waits()).isEqualTo(percentiles(4, 1, 9, 9, 9));
    assertThat(report.works()).isEqualTo(percentiles(3, 5, 5, 5, 5));
    assertThat(report.clean()).isFalse();
  }

  @Test
  void run_ofSeveralAgents_takesThemInTurn() throws Exception {
    var engine =
        new ScriptedDelegator(clock, number -> ScriptedDelegator.success(Duration.ZERO, MILLI));

    load(
            engine,
            "--agent=security",
            "--agent=qa",
            "--input=Hello",
            "--priority=3",
            "--rate=5",
            "--duration=1")
        .run();

    assertThat(engine.tasks.stream().map(Task::agent))
        .containsExactly("qa", "security", "qa", "qa", "security");
    assertThat(engine.tasks).allMatch(task -> task.input().equals("Hello"));
    assertThat(engine.tasks).allMatch(task -> task.priority() == 3);
  }

  @Test
  void stop_duringALoad_keepsWhatWasMeasuredAndCancelsTheRestFromTheLast() throws Exception {
    var load = new CompletableFuture<Load>();
    var engine =
        new ScriptedDelegator(
            clock,
            number -> {
              if (number == 3) {
                load.join().stop();
              }
              return number == 0 ? ScriptedDelegator.success(Duration.ZERO, MILLI) : null;
            });
    load.complete(load(engine, "--rate=10", "--duration=10"));

    LoadReport report = load.join().run();

    assertThat(engine.tasks).hasSize(4);
    assertThat(report.replied()).isEqualTo(1);
    assertThat(report.unfinished()).isEqualTo(3);
    assertThat(report.nanos()).isEqualTo(300 * MILLIS);
    assertThat(report.throughput()).isBetween(3.33, 3.34);
    assertThat(report.waits()).isEqualTo(percentiles(4, 1_000, 1_000, 1_000, 1_000)); // so far
    assertThat(engine.cancelled).startsWith(2, 1).contains(3);
  }

  @Test
  void stop_beforeALoadBegins_measuresNothing() throws Exception {
    var engine = new ScriptedDelegator(clock, number -> null);
    Load load = load(engine, "--rate=10", "--duration=10");

    load.stop();
    clock.pass(MILLI);
    LoadReport report = load.run();

    assertThat(report.sent()).isZero();
    assertThat(report.nanos()).isZero();
    assertThat(report.throughput()).isZero();
  }

  @Test
  void run_ofAnEngineThatThrows_leavesNothingUnderWay() {
    var engine =
        new ScriptedDelegator(
            clock,
            number -> {
              if (number == 2) {
                throw new IllegalStateException("closed");
              }
              return null;
            });

    Load load = load(engine, "--rate=10", "--duration=10");

    assertThatThrownBy(load::run).isInstanceOf(IllegalStateException.class);
    assertThat(engine.cancelled).containsExactly(1, 0);
  }

  @Test
  void throughput_ofAnOverload_isThatOfTheWholeTimeUntilTheLastHasEnded() throws Exception {
    var engine =
        new ScriptedDelegator(
            clock,
            number -> {
              if (number == 9) {
                clock.pass(Duration.ofMillis(4_100));
              }
              return ScriptedDelegator.success(Duration.ZERO, MILLI);
            });

    LoadReport report = load(engine, "--rate=10", "--duration=1").run();

    assertThat(report.nanos()).isEqualTo(5_000 * MILLIS);
    assertThat(report.throughput()).isEqualTo(2);
  }

  @Test
  void rate_overALongTime_doesNotDrift() {
    Rate rate = Objects.requireNonNull(Rate.parse("333.333"));

    assertThat(rate.dueNanos(999_999)).isEqualTo(3_000_000_000_000L);
    assertThat(rate.tasksIn(Duration.ofSeconds(3))).isEqualTo(1_000);
    assertThat(rate).hasToString("333.333");
    assertThat(new Rate(1).tasksIn(MILLI)).isEqualTo(1);
    assertThat(Rate.parse("0.5")).hasToString("0.5");
    assertThat(Rate.parse("10000")).isEqualTo(new Rate(10_000_000)).hasToString("10000");
    assertThat(List.of("0", "0.000", "10000.001", "-1", "1e3", "", "٣"))
        .allMatch(text -> Rate.parse(text) == null);
  }

  @Test
  void percentiles_areThoseOfTheNearestRank() {
    var times = new Times();
    for (int i = 1; i <= 2_000; i++) {
      times.add(i);
    }
    var one = new Times();
    one.add(7);

    assertThat(times.percentiles()).isEqualTo(new Percentiles(2_000, 1_000, 1_900, 1_980, 2_000));
    assertThat(one.percentiles()).isEqualTo(new Percentiles(1, 7, 7, 7, 7));
    assertThat(new Times().percentiles()).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
  }

  private Load load(ScriptedDelegator engine, String... options) {
    var words = new String[options.length + 2];
    words[0] = "load-test";
    words[1] = "--agent=qa";
    System.arraycopy(options, 0, words, 2, options.length);
    Arguments arguments = ArgumentParser.parse(words);
    return new Load(
        engine,
        Objects.requireNonNull(arguments.load()),
        Objects.requireNonNull(arguments.run()),
        clock);
  }

  private static Percentiles percentiles(int count, long p50, long p95, long p99, long most) {
    return new Percentiles(count, p50 * MILLIS, p95 * MILLIS, p99 * MILLIS, most * MILLIS);
  }
}
