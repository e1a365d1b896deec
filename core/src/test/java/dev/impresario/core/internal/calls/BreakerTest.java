package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int ROUNDS = 15 * Integer.getInteger("impresario.soak.factor", 1);

  private final FakeTime time = new FakeTime();
  private final Breaker breaker =
      breaker(new ModelPolicy.Breaker(50, 4, Duration.ofSeconds(30), 3));

  private Breaker breaker(ModelPolicy.Breaker rules) {
    return new Breaker("model 'x'", "model 'x' is not called", rules, time::now);
  }

  private void failed() {
    try (Breaker.Admission admission = breaker.admit(MINUTE)) {
      admission.failed();
    }
  }

  private void succeeded() {
    try (Breaker.Admission admission = breaker.admit(MINUTE)) {
      admission.succeeded();
    }
  }

  private void open() {
    succeeded();
    succeeded();
    failed();
    failed();
  }

  private void halfOpen() {
    open();
    time.pass(Duration.ofSeconds(31));
  }

  @Test
  void admit_whileTooFewHaveFailed_letsCallsIn() {
    failed();
    failed();
    failed();

    assertThat(breaker.trouble()).isEmpty();
    assertThatCode(this::succeeded).doesNotThrowAnyException();
  }

  @Test
  void admit_afterTooManyFailed_saysForHowLongAndWhy() {
    open();
    time.pass(Duration.ofMillis(17_500));

    assertThatThrownBy(() -> breaker.admit(MINUTE))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> {
              assertThat(e.retryable()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofMillis(12_500));
            })
        .hasMessage(
            "model 'x' is not called for 13 s more: 2 of the last 4 calls failed; try again later,"
                + " or name another model");
    assertThat(breaker.trouble())
        .contains("2 of the last 4 calls failed; it is not called for 13 s more");
  }

  @Test
  void succeeded_byAllProbes_closesIt() {
    halfOpen();
    assertThat(breaker.trouble()).contains("2 of the last 4 calls failed; the next 3 calls try it");
    succeeded();
    succeeded();
    assertThat(breaker.trouble()).contains("it failed too often; 3 calls are let through");

    succeeded();

    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void failed_byTheProbes_opensItAgain() {
    halfOpen();
    failed();
    failed();
    succeeded();

    assertThatThrownBy(() -> breaker.admit(MINUTE))
        .hasMessageContaining("for 30 s more: 2 of the last 3 calls failed");
  }

  @Test
  void close_withoutAVerdict_countsNothing_andGivesTheProbeBack() {
    halfOpen();
    for (int i = 0; i < 100; i++) {
      breaker.admit(MINUTE).close();
    }
    succeeded();
    succeeded();
    succeeded();

    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void close_afterAVerdict_doesNotGiveTheProbeBackToo() {
    halfOpen();
    succeeded();
    succeeded();
    Breaker.Admission third = breaker.admit(MINUTE);

    assertThatThrownBy(() -> breaker.admit(MINUTE))
        .hasMessage(
            "model 'x' is not called now: it failed too often, and the 3 calls that may try it are"
                + " under way; try again later, or name another model");
    third.close();
  }

  @Test
  void close_byCallsFromBeforeItOpened_letsNoFurtherProbesIn() {
    List<Breaker.Admission> early = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      early.add(breaker.admit(MINUTE));
    }
    halfOpen();
    breaker.admit(MINUTE);
    breaker.admit(MINUTE);
    breaker.admit(MINUTE);

    early.forEach(Breaker.Admission::close);

    assertThatThrownBy(() -> breaker.admit(MINUTE)).hasMessageContaining("are under way");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void verdict_ofCallsFromBeforeItOpened_decidesNothingForTheProbes(boolean success) {
    List<Breaker.Admission> early = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      early.add(breaker.admit(MINUTE));
    }
    halfOpen();
    Breaker.Admission probe = breaker.admit(MINUTE);

    for (Breaker.Admission admission : early) {
      if (success) {
        admission.succeeded();
      } else {
        admission.failed();
      }
    }

    assertThat(breaker.trouble()).contains("it failed too often; 3 calls are let through");
    probe.close();
  }

  @Test
  void verdict_ofAProbeOfAnEarlierTime_decidesNothingForThoseOfToday() {
    halfOpen();
    Breaker.Admission lost = breaker.admit(Duration.ofSeconds(5));
    failed();
    failed();
    time.pass(Duration.ofSeconds(61));
    assertThatThrownBy(() -> breaker.admit(MINUTE))
        .hasMessageContaining("for 30 s more: 2 of the last 2 calls failed");
    time.pass(Duration.ofSeconds(31));
    Breaker.Admission today = breaker.admit(MINUTE);

    lost.succeeded();
    lost.close();

    succeeded();
    succeeded();
    assertThatThrownBy(() -> breaker.admit(MINUTE)).hasMessageContaining("under way");
    today.succeeded();
    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void admit_whenNoProbeCameBackInItsTasksTime_opensAgainRatherThanStayingHalfOpenForEver() {
    halfOpen();
    breaker.admit(Duration.ofSeconds(20));
    breaker.admit(Duration.ofSeconds(60));
    breaker.admit(Duration.ofSeconds(40));
    time.pass(Duration.ofSeconds(60));
    assertThatThrownBy(() -> breaker.admit(MINUTE)).hasMessageContaining("under way");

    time.pass(Duration.ofSeconds(1));

    assertThatThrownBy(() -> breaker.admit(MINUTE))
        .hasMessage(
            "model 'x' is not called for 30 s more: no probe ended within its task's time; try again"
                + " later, or name another model");
    time.pass(Duration.ofSeconds(31));
    assertThatCode(this::succeeded).doesNotThrowAnyException();
  }

  @Test
  void renew_whenItHasOpenedMeanwhile_refuses() {
    Breaker.Admission waited = breaker.admit(MINUTE);
    open();

    assertThatThrownBy(waited::renew).isInstanceOf(ModelCallException.class);
    waited.close();
  }

  @Test
  void renew_whenNothingHasChanged_takesNoSecondPlace() {
    halfOpen();
    Breaker.Admission first = breaker.admit(MINUTE);
    first.renew();
    first.renew();

    succeeded();
    succeeded();
    first.succeeded();

    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void renew_whenItIsHalfOpenMeanwhile_isAProbe() {
    Breaker.Admission waited = breaker.admit(MINUTE);
    halfOpen();

    waited.renew();

    succeeded();
    succeeded();
    assertThatThrownBy(() -> breaker.admit(MINUTE)).hasMessageContaining("under way");
    waited.succeeded();
    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void slowCalls_areNoFailures() {
    for (int i = 0; i < 10; i++) {
      Breaker.Admission admission = breaker.admit(MINUTE);
      time.pass(Duration.ofHours(1));
      admission.succeeded();
      admission.close();
    }

    assertThat(breaker.trouble()).isEmpty();
  }

  @Test
  void breaker_withTheLongestAndShortestTimes_works() {
    Breaker longest = breaker(new ModelPolicy.Breaker(1, 1, Duration.ofSeconds(Long.MAX_VALUE), 1));
    Breaker shortest = breaker(new ModelPolicy.Breaker(100, 1, Duration.ofNanos(1), 1));
    for (Breaker each : List.of(longest, shortest)) {
      Breaker.Admission admission = each.admit(Duration.ofSeconds(Long.MAX_VALUE));
      admission.failed();
      admission.close();
    }

    time.pass(Duration.ofMillis(2));

    assertThatThrownBy(() -> longest.admit(MINUTE)).isInstanceOf(ModelCallException.class);
    assertThatCode(() -> shortest.admit(MINUTE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  @Timeout(60)
  void admit_by64CallersAtOnce_letsExactlyTheProbesPass(int probes) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Breaker contended = breaker(new ModelPolicy.Breaker(100, 1, Duration.ofSeconds(30), probes));
      List<Breaker.Admission> early = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        early.add(contended.admit(MINUTE));
      }
      contended.admit(MINUTE).failed();
      time.pass(Duration.ofSeconds(31));

      // half of the threads also end a call from before it opened, one way or another
      int passed = passed(contended, early);

      assertThat(passed).isEqualTo(probes);
    }
  }

  private static int passed(Breaker breaker, List<Breaker.Admission> early) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      var barrier = new CyclicBarrier(64);
      var answers = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 64; i++) {
        int caller = i;
        answers.add(
            threads.submit(
                () -> {
                  barrier.await();
                  if (caller < early.size()) {
                    end(early.get(caller), caller);
                  }
                  return isAdmitted(breaker);
                }));
      }
      int passed = 0;
      for (Future<Boolean> answer : answers) {
        passed += answer.get() ? 1 : 0;
      }
      return passed;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void end(Breaker.Admission admission, int way) {
    switch (way % 3) {
      case 0 -> admission.close();
      case 1 -> admission.succeeded();
      default -> admission.failed();
    }
  }

  private static boolean isAdmitted(Breaker breaker) {
    try {
      breaker.admit(MINUTE);
      return true;
    } catch (ModelCallException e) {
      return false;
    }
  }
}
