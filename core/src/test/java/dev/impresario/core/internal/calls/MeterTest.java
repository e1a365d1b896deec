package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Budget;
import dev.impresario.BudgetExceededException;
import dev.impresario.ModelPolicy;
import dev.impresario.Price;
import dev.impresario.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MeterTest {
  private static ModelPolicy policy(String model) {
    return model.equals("priced")
        ? ModelPolicy.defaults().withPrice(Price.perMillion("3", "15", "0.30"))
        : ModelPolicy.defaults();
  }

  private static Meter engine(Budget budget) {
    return new Meter("the engine", null, budget, MeterTest::policy);
  }

  private static Meter task(Meter parent, Budget budget) {
    return new Meter("task 'x'", parent, budget, MeterTest::policy);
  }

  private static Usage read(long tokens) {
    return new Usage(tokens, 0, 0);
  }

  @Test
  void reserve_beyondTheTokens_saysWhatIsAllowedTakenAndNeeded() {
    Meter meter = task(engine(Budget.unlimited()), Budget.unlimited().withTokens(1_000));
    meter.reserve("m", 600);
    meter.reserve("m", 300).settle(new Usage(100, 200, 0), BigDecimal.ZERO);

    assertThatThrownBy(() -> meter.reserve("m", 200))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessage(
            "the budget of task 'x' allows 1,000 tokens; 900 are used or reserved and this call may"
                + " need 200; raise it with Budget.withTokens or ask for less");
    assertThatCode(() -> meter.reserve("m", 100)).doesNotThrowAnyException();
  }

  @Test
  void reserve_whenOneAbove_wouldNotBearIt_chargesNobody() {
    Meter engine = engine(Budget.unlimited().withTokens(100));
    Meter child = task(engine, Budget.unlimited().withTokens(1_000));

    assertThatThrownBy(() -> child.reserve("m", 101))
        .hasMessageStartingWith("the budget of the engine allows 100 tokens; 0 are used");

    assertThatCode(() -> child.reserve("m", 100)).doesNotThrowAnyException();
  }

  @Test
  void reserve_whenTheTaskItselfWouldNotBearIt_leavesTheEngineAsItWas() {
    Meter engine = engine(Budget.unlimited().withTokens(100));
    Meter child = task(engine, Budget.unlimited().withTokens(10));

    assertThatThrownBy(() -> child.reserve("m", 11))
        .hasMessageStartingWith("the budget of task 'x'");

    assertThatCode(() -> engine.reserve("m", 100)).doesNotThrowAnyException();
  }

  @Test
  void release_givesAllBack_once() {
    Meter engine = engine(Budget.unlimited().withTokens(100));
    Meter.Reservation reservation = task(engine, Budget.unlimited()).reserve("m", 100);

    reservation.release();
    reservation.release();

    assertThat(engine.usage()).isEqualTo(Usage.NONE);
    engine.reserve("m", 100);
    assertThatThrownBy(() -> engine.reserve("m", 1)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void abandon_givesBackWhatTheAccountItselfReserved_atAllLevels() {
    Meter engine = engine(Budget.unlimited().withTokens(10_000).withCost(new BigDecimal("0.15")));
    Meter parent = task(engine, Budget.unlimited());
    Meter child = task(parent, Budget.unlimited());
    child.reserve("priced", 1_000);
    parent.reserve("priced", 2_000);
    parent.reserve("priced", 3_000);

    parent.abandon();

    assertThatThrownBy(() -> engine.reserve("priced", 9_001))
        .isInstanceOf(BudgetExceededException.class);
    assertThatCode(() -> engine.reserve("priced", 9_000)).doesNotThrowAnyException();
    assertThat(engine.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void settleAndRelease_afterTheirAccountWasAbandoned_takeNothingBackTwice() {
    Meter engine = engine(Budget.unlimited().withTokens(10_000).withCost(new BigDecimal("0.15")));
    Meter child = task(engine, Budget.unlimited());
    Meter.Reservation settled = child.reserve("priced", 1_000);
    Meter.Reservation released = child.reserve("priced", 2_000);
    child.abandon();
    child.abandon();
    engine.reserve("priced", 4_000);

    settled.settle(read(500), BigDecimal.ZERO);
    released.release();

    assertThat(child.called()).isTrue();
    assertThat(engine.usage()).isEqualTo(read(500));
    assertThatThrownBy(() -> engine.reserve("priced", 5_501))
        .isInstanceOf(BudgetExceededException.class);
    assertThatCode(() -> engine.reserve("priced", 5_500)).doesNotThrowAnyException();
  }

  @Test
  void reserve_afterAnAbandonment_isSettledAsEver() {
    Meter meter = engine(Budget.unlimited().withTokens(100));
    Meter.Reservation lost = meter.reserve("m", 100);
    meter.abandon();
    Meter.Reservation next = meter.reserve("m", 100);

    next.release();
    lost.release();

    meter.reserve("m", 100);
    assertThatThrownBy(() -> meter.reserve("m", 1)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void settle_countsUpTheTree_andTheRestIsFreeAgain() {
    Meter engine = engine(Budget.unlimited().withTokens(100));
    Meter parent = task(engine, Budget.unlimited());
    Meter child = task(parent, Budget.unlimited());

    child.reserve("m", 100).settle(new Usage(20, 10, 5), BigDecimal.ZERO);

    assertThat(child.usage()).isEqualTo(new Usage(20, 10, 5));
    assertThat(parent.usage()).isEqualTo(new Usage(20, 10, 5));
    assertThat(engine.usage()).isEqualTo(new Usage(20, 10, 5));
    assertThat(child.called()).isTrue();
    assertThat(parent.called()).isFalse();
    assertThatCode(() -> engine.reserve("m", 70)).doesNotThrowAnyException();
  }

  @Test
  void reserve_afterACallUsedMoreThanItSaid_isRefused() {
    Meter meter = engine(Budget.unlimited().withTokens(100));
    meter.reserve("m", 10).settle(read(150), BigDecimal.ZERO);

    assertThatThrownBy(() -> meter.reserve("m", 0))
        .hasMessageContaining("150 are used or reserved and this call may need 1;");
  }

  @Test
  void reserve_ofNothing_needsOneToken_orAUsedUpBudgetWouldBearIt() {
    Meter meter = engine(Budget.unlimited().withTokens(100));
    meter.reserve("m", 100).settle(read(100), BigDecimal.ZERO);

    assertThatThrownBy(() -> meter.reserve("m", 0)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void reserve_ofAnyNumber_doesNotOverflow() {
    Meter meter = engine(Budget.unlimited().withTokens(Long.MAX_VALUE));
    meter.reserve("m", Long.MAX_VALUE - 1);

    assertThatThrownBy(() -> meter.reserve("m", Long.MAX_VALUE))
        .isInstanceOf(BudgetExceededException.class);
    assertThatCode(() -> meter.reserve("m", 1)).doesNotThrowAnyException();
  }

  @Test
  void settle_ofAnyNumber_doesNotOverflow() {
    Meter meter = engine(Budget.unlimited().withTokens(Long.MAX_VALUE));
    meter.reserve("m", 1).settle(read(Long.MAX_VALUE), BigDecimal.ZERO);
    meter.count(new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 0), BigDecimal.ZERO);

    assertThat(meter.usage().total()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> meter.reserve("m", 1)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void reserve_beyondTheCost_takesTheDearestPrice() {
    Meter meter = engine(Budget.unlimited().withCost(new BigDecimal("0.05")));
    Meter.Reservation first = meter.reserve("priced", 2_000);

    assertThat(first.estimatedCost()).isEqualByComparingTo("0.03");
    assertThatThrownBy(() -> meter.reserve("priced", 2_000))
        .hasMessage(
            "the budget of the engine allows a cost of 0.05; 0.03 is used or reserved and this call"
                + " may need 0.03; raise it with Budget.withCost or ask for less");

    Usage used = new Usage(1_000, 0, 1_000);
    first.settle(used, first.costOf(used));
    assertThatCode(() -> meter.reserve("priced", 3_313)).doesNotThrowAnyException();
  }

  @Test
  void reserve_exactlyTheCost_isBorne_andNothingMore() {
    Meter meter = engine(Budget.unlimited().withCost(new BigDecimal("0.3")));
    for (int i = 0; i < 20; i++) {
      meter.reserve("priced", 1_000);
    }

    assertThatThrownBy(() -> meter.reserve("priced", 1))
        .isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void reserve_underAHugeLimit_neverWritesItsDigitsOut() {
    Meter meter = engine(Budget.unlimited().withCost(new BigDecimal("1E+1000000000")));
    assertThatCode(() -> meter.reserve("priced", Long.MAX_VALUE)).doesNotThrowAnyException();

    assertThatThrownBy(() -> meter.reserve("unpriced", 1))
        .isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void reserve_ofAModelWithoutAPrice_underACostLimitAbove_saysHowToSetOne() {
    Meter engine = engine(Budget.unlimited().withCost(BigDecimal.ONE));
    Meter child = task(engine, Budget.unlimited());

    assertThatThrownBy(() -> child.reserve("un\u001bpriced", 1))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessage(
            "the budget of the engine limits cost, but model 'un\\u001bpriced' has no price; set one"
                + " with ModelPolicy.withPrice");
  }

  @Test
  void delegated_beyondTheTasks_countsNowhere() {
    Meter engine = engine(Budget.unlimited().withDelegations(3));
    Meter parent = task(engine, Budget.unlimited().withDelegations(1));
    Meter child = task(parent, Budget.unlimited());
    child.delegated();

    assertThatThrownBy(child::delegated)
        .isInstanceOf(BudgetExceededException.class)
        .hasMessage(
            "the budget of task 'x' allows 1 tasks, and so many were delegated; raise it with"
                + " Budget.withDelegations or delegate less");

    engine.delegated();
    engine.delegated();
    assertThatThrownBy(engine::delegated).hasMessageStartingWith("the budget of the engine");
  }

  @Test
  void worked_beyondTheTime_refusesCallsAndTasks() {
    Meter engine = engine(Budget.unlimited().withTime(Duration.ofSeconds(90)));
    Meter child = task(engine, Budget.unlimited());
    child.worked(Duration.ofSeconds(89).toNanos());
    child.delegated();
    child.reserve("m", 1);

    child.worked(Duration.ofSeconds(2).toNanos());

    String message =
        "the budget of the engine allows 90 s of work, and 91 s were worked; raise it with"
            + " Budget.withTime or ask for less";
    assertThatThrownBy(child::delegated).hasMessage(message);
    assertThatThrownBy(() -> child.reserve("m", 1))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessage(message);
  }

  @Test
  void worked_forEver_staysExceeded() {
    Meter meter = engine(Budget.unlimited().withTime(Duration.ofDays(100)));

    meter.worked(Long.MAX_VALUE);
    meter.worked(Long.MAX_VALUE);
    meter.worked(-5);

    assertThatThrownBy(meter::delegated).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  @Timeout(60)
  void reserve_byEightThreads_neverExceedsAnyBudget_andLosesNothing() throws Exception {
    long limit = 10_000;
    Meter engine = engine(Budget.unlimited().withTokens(limit).withCost(new BigDecimal("0.12")));
    var held = new AtomicLong();
    var most = new AtomicLong();
    var refused = new AtomicLong();
    race(
        worker -> {
          Meter child = task(engine, Budget.unlimited().withTokens(4_000));
          for (int i = 0; i < 20_000; i++) {
            long need = 1 + (worker * 37L + i) % 3_000;
            try {
              Meter.Reservation reservation = child.reserve("priced", need);
              long now = held.addAndGet(need);
              most.accumulateAndGet(now, Math::max);
              held.addAndGet(-need);
              reservation.release();
            } catch (BudgetExceededException e) {
              refused.incrementAndGet();
            }
          }
        });

    assertThat(most.get()).isBetween(1L, 8_000L); // what 0.12 pays for at 15 a million
    assertThat(engine.usage()).isEqualTo(Usage.NONE);
    assertThatCode(() -> engine.reserve("priced", 8_000)).doesNotThrowAnyException();
  }

  @Test
  @Timeout(60)
  void reserveAndSettle_byEightThreads_spendsTheBudgetToTheLastToken() throws Exception {
    Meter engine = engine(Budget.unlimited().withTokens(5_000).withDelegations(3_000));
    var borne = new AtomicLong();
    var tasks = new AtomicLong();
    race(
        worker -> {
          Meter child = task(engine, Budget.unlimited());
          for (int i = 0; i < 1_000; i++) {
            try {
              child.reserve("m", 1).settle(read(1), BigDecimal.ZERO);
              borne.incrementAndGet();
            } catch (BudgetExceededException e) {
              // spent
            }
            try {
              child.delegated();
              tasks.incrementAndGet();
            } catch (BudgetExceededException e) {
              // spent
            }
          }
        });

    assertThat(borne.get()).isEqualTo(5_000);
    assertThat(tasks.get()).isEqualTo(3_000);
    assertThat(engine.usage().total()).isEqualTo(5_000);
  }

  private interface Work {
    void by(int worker) throws Exception;
  }

  private static void race(Work work) throws Exception {
    int workers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      var start = new CyclicBarrier(workers);
      var ends = new ArrayList<Future<?>>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        Callable<Void> task =
            () -> {
              start.await();
              work.by(worker);
              return null;
            };
        ends.add(threads.submit(task));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
