package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.impresario.Alert;
import dev.impresario.Monitor.Operation;
import dev.impresario.PerformanceBudget;
import dev.impresario.PerformanceBudget.Statistic;
import dev.impresario.Subscription;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BudgetsTest {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final long FAST = Duration.ofMillis(1).toNanos();
  private static final long SLOW = Duration.ofMillis(30).toNanos();
  private static final PerformanceBudget P95 = PerformanceBudget.p95("work", Duration.ofMillis(10));

  private final FakeLookUps prompts = new FakeLookUps();
  private final AtomicLong clock = new AtomicLong();
  private final RecordingLogger logger = new RecordingLogger();
  private final LocalMonitor monitor =
      new LocalMonitor(prompts, clock::get, Duration.ofDays(1), () -> logger);
  private final BlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    monitor.close();
  }

  @Test
  void breach_isToldOnce_andRecoveryOnce() throws Exception {
    monitor.watch(P95, alerts::add);

    for (int i = 0; i < 10; i++) {
      pass(SLOW, 20);
    }
    Alert breach = next();
    for (int i = 0; i < 10; i++) {
      pass(FAST, 20);
    }
    Alert recovery = next();

    assertThat(breach.breached()).isTrue();
    assertThat(breach.budget()).isEqualTo(P95);
    assertThat(breach.measured()).isCloseTo((double) SLOW, withinPercentage(2));
    assertThat(recovery.breached()).isFalse();
    assertThat(recovery.measured()).isCloseTo((double) FAST, withinPercentage(2));
    assertNothingElse();
  }

  @Test
  void budgetThatIsKept_isNoNews() throws Exception {
    monitor.watch(P95, alerts::add);

    pass(FAST, 1_000);

    assertNothingElse();
  }

  @Test
  void recovery_comesOnlyWhenAllWasWellFor15Seconds() throws Exception {
    monitor.watch(P95, alerts::add);
    pass(SLOW, 20);
    assertThat(next().breached()).isTrue();

    for (int i = 0; i < 10; i++) { // an operation at its limit
      pass(FAST, 20);
      pass(FAST, 20);
      pass(SLOW, 20);
    }
    pass(FAST, 20);
    pass(FAST, 20);
    assertNothingElse();
    pass(FAST, 20);

    assertThat(next().breached()).isFalse();
    assertNothingElse();
  }

  @Test
  void recovery_afterOneGoodBatch_needsNoFurtherTraffic() throws Exception {
    monitor.watch(P95, alerts::add);
    pass(SLOW, 20);
    assertThat(next().breached()).isTrue();

    pass(FAST, 20);
    pass(FAST, 0);
    assertNothingElse();
    pass(FAST, 0);

    assertThat(next().breached()).isFalse();
  }

  @Test
  void breach_withoutFurtherTraffic_lasts() throws Exception {
    monitor.watch(P95, alerts::add);
    pass(SLOW, 20);
    assertThat(next().breached()).isTrue();

    for (int i = 0; i < 100; i++) {
      pass(FAST, 0);
    }

    assertNothingElse();
  }

  @Test
  void tooFewExecutions_countTowardsTheNextVerdict() throws Exception {
    monitor.watch(P95, alerts::add);

    pass(SLOW, 19);
    assertNothingElse();
    pass(SLOW, 1);

    assertThat(next().breached()).isTrue();
  }

  @Test
  void p99_takesAHundredExecutions() throws Exception {
    monitor.watch(PerformanceBudget.p99("work", Duration.ofMillis(10)), alerts::add);

    pass(SLOW, 99);
    assertNothingElse();
    pass(SLOW, 1);

    assertThat(next().breached()).isTrue();
  }

  @Test
  void whatWasBeforeTheWatch_isNotJudged() throws Exception {
    record(SLOW, true, 1_000);
    monitor.watch(P95, alerts::add);

    pass(FAST, 20);

    assertNothingElse();
  }

  @Test
  void timesExactlyAtTheLimit_keepIt() throws Exception {
    record(SLOW, true, 1); // so that the longest does not tell
    monitor.watch(P95, alerts::add);

    pass(Duration.ofMillis(10).toNanos(), 100);

    assertNothingElse();
  }

  @Test
  void median_isJudgedByHalf() throws Exception {
    monitor.watch(PerformanceBudget.p50("work", Duration.ofMillis(10)), alerts::add);

    record(FAST, true, 60);
    pass(SLOW, 40);
    assertNothingElse();
    record(FAST, true, 40);
    pass(SLOW, 60);

    assertThat(next().breached()).isTrue();
  }

  @Test
  void failureRate_isJudgedByItsShare() throws Exception {
    monitor.watch(PerformanceBudget.failureRate("work", 0.1), alerts::add);

    record(FAST, true, 90);
    record(FAST, false, 10);
    pass(FAST, 0);
    assertNothingElse();
    record(FAST, true, 80);
    record(FAST, false, 20);
    pass(FAST, 0);

    assertThat(next()).isEqualTo(new Alert(PerformanceBudget.failureRate("work", 0.1), true, 0.2));
  }

  @Test
  void hitRate_isJudgedByTheLookUpsSince() throws Exception {
    PerformanceBudget budget = PerformanceBudget.promptHitRate(0.9);
    monitor.watch(budget, alerts::add);

    lookUp(90, 10);
    assertNothingElse();
    lookUp(15, 5);
    assertThat(next()).isEqualTo(new Alert(budget, true, 0.75));
    lookUp(10, 0); // too few
    lookUp(0, 0);
    lookUp(0, 0);
    assertNothingElse();
    lookUp(10, 0);

    assertThat(next()).isEqualTo(new Alert(budget, false, 1));
    assertNothingElse();
  }

  @Test
  void hitRate_ofBeforeTheWatch_isNotJudged() throws Exception {
    prompts.hits.set(1_000_000);
    monitor.watch(PerformanceBudget.promptHitRate(0.9), alerts::add);

    lookUp(0, 20);

    assertThat(next().measured()).isZero();
  }

  @Test
  void hitRate_ofSomethingElse_isRefused() {
    var budget = new PerformanceBudget("work", Statistic.HIT_RATE, 0.9);

    assertThatThrownBy(() -> monitor.watch(budget, alerts::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no hit rate of 'work'; there is one of [prompts]");
  }

  @Test
  void closedSubscription_isToldNothing() throws Exception {
    Subscription subscription = monitor.watch(P95, alerts::add);
    monitor.watch(P95, alert -> {});
    subscription.close();
    subscription.close();

    pass(SLOW, 20);

    assertNothingElse();
  }

  @Test
  void listenerThatThrows_isCalledAgain_andLoggedOnce() throws Exception {
    var calls = new CountDownLatch(2);
    monitor.watch(
        P95,
        alert -> {
          calls.countDown();
          throw new AssertionError("a bug of the listener");
        });
    monitor.watch(P95, alerts::add);

    pass(SLOW, 20);
    assertThat(next().breached()).isTrue();
    keepFor15Seconds();

    assertThat(next().breached()).isFalse();
    assertThat(calls.await(20, TimeUnit.SECONDS)).isTrue();
    awaitEndOf("impresario-alert");
    assertThat(logger.lines())
        .containsExactly("the listener of a performance budget fails; alerts go on");
  }

  @Test
  void listenerThatKillsItsThread_isCalledAgain() throws Exception {
    var calls = new CountDownLatch(2);
    monitor.watch(
        P95,
        alert -> {
          calls.countDown();
          Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
          throw new InternalError("beyond what is caught");
        });

    pass(SLOW, 20);
    awaitEndOf("impresario-alert");
    keepFor15Seconds();

    assertThat(calls.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void listenerThatBlocksForEver_harmsNobody_andEndsWithTheMonitor() throws Exception {
    var blocked = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    monitor.watch(
        P95,
        alert -> {
          blocked.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    monitor.watch(P95, alerts::add);

    pass(SLOW, 20);
    assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(next().breached()).isTrue();
    keepFor15Seconds();
    assertThat(next().breached()).isFalse();
    monitor.close();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    awaitEndOf("impresario-alert");
    awaitEndOf("impresario-monitor");
  }

  @Test
  void listenerFarBehind_missesWholePairs_soThatAlertsStillAlternate() throws Exception {
    var blocked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    monitor.watch(
        P95,
        alert -> {
          blocked.countDown();
          await(release);
          alerts.add(alert);
        });
    pass(SLOW, 20);
    assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 40; i++) { // a recovery and a breach each
      keepFor15Seconds();
      pass(SLOW, 20);
    }
    keepFor15Seconds();
    release.countDown();
    awaitEndOf("impresario-alert");

    assertThat(alerts).hasSize(AlertMail.CAPACITY);
    boolean expected = true;
    for (Alert alert : alerts) {
      assertThat(alert.breached()).isEqualTo(expected);
      expected = !expected;
    }
  }

  @Test
  void listenerThatClosesTheMonitor_isNotHeldUp() throws Exception {
    var closed = new CountDownLatch(1);
    monitor.watch(
        P95,
        alert -> {
          monitor.close();
          if (!Thread.currentThread().isInterrupted()) {
            closed.countDown();
          }
        });

    pass(SLOW, 20);

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void watching_startsAThread_thatEndsWithTheLastSubscription() throws Exception {
    awaitEndOf("impresario-monitor"); // of the test before
    assertThat(threads()).doesNotContain("impresario-monitor");

    Subscription one = monitor.watch(P95, alerts::add);
    Subscription other = monitor.watch(P95, alerts::add);
    one.close();
    assertThat(threads()).contains("impresario-monitor");
    other.close();
    awaitEndOf("impresario-monitor");

    monitor.watch(P95, alerts::add).close();
    awaitEndOf("impresario-monitor");
  }

  @Test
  void budgets_areJudgedWindowByWindow_withoutBeingAsked() throws Exception {
    var windows = new AtomicInteger();
    var judged = new CountDownLatch(1);
    try (var quick =
        new LocalMonitor(
            prompts, () -> windows.incrementAndGet(), Duration.ofMillis(1), () -> logger)) {
      quick.watch(P95, alert -> judged.countDown());
      Operation work = quick.operation("work");
      for (int i = 0; i < 20; i++) {
        work.record(SLOW, true);
      }

      assertThat(judged.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void watch_afterClose_isRefused() {
    monitor.close();

    assertThatThrownBy(() -> monitor.watch(P95, alerts::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the monitor is closed");
  }

  /** Records so many executions, then lets a window end. */
  private void pass(long nanos, int executions) {
    record(nanos, true, executions);
    endWindow();
  }

  private void keepFor15Seconds() {
    for (int i = 0; i < 3; i++) {
      pass(FAST, 20);
    }
  }

  private void lookUp(int hit, int missed) {
    prompts.hits.addAndGet(hit);
    prompts.misses.addAndGet(missed);
    endWindow();
  }

  private void endWindow() {
    clock.addAndGet(WINDOW.toNanos());
    monitor.judge();
  }

  private void record(long nanos, boolean success, int executions) {
    Operation work = monitor.operation("work");
    for (int i = 0; i < executions; i++) {
      work.record(nanos, success);
    }
  }

  private Alert next() throws InterruptedException {
    Alert alert = alerts.poll(20, TimeUnit.SECONDS);
    return Objects.requireNonNull(alert, "no alert");
  }

  /** Nothing is on its way once no courier is. */
  private void assertNothingElse() throws InterruptedException {
    awaitEndOf("impresario-alert");
    assertThat(alerts).isEmpty();
  }

  private static void awaitEndOf(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
