package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Budget;
import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import dev.impresario.core.internal.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RateLineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  // lets the one that keeps watch sleep on, one sleep a permit
  private final Semaphore alarm = new Semaphore(0);
  private final AtomicInteger asleep = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private RateLine line(int calls, Duration period) {
    return new RateLine("x", new ModelPolicy.Rate(calls, period), time::now, time);
  }

  private RateLine watchedLine(int calls, Duration period) {
    Sleeper sleeper =
        nanos -> {
          asleep.incrementAndGet();
          try {
            alarm.acquire();
          } finally {
            asleep.decrementAndGet();
          }
          time.sleep(nanos);
        };
    return new RateLine("x", new ModelPolicy.Rate(calls, period), time::now, sleeper);
  }

  private static FakeCaller caller(long rank) {
    return new FakeCaller(
        "qa", new Meter("x", null, Budget.unlimited(), m -> ModelPolicy.defaults()), rank);
  }

  @Test
  void pass_withinTheRate_keepsTheSlot() throws Exception {
    RateLine line = line(3, SECOND);
    FakeCaller caller = caller(0);

    line.pass(caller);
    line.pass(caller);
    line.pass(caller);

    assertThat(caller.events).isEmpty();
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void pass_beyondTheRate_waitsForTheNextPeriod_withTheSlotGivenBack() throws Exception {
    RateLine line = line(2, SECOND);
    FakeCaller caller = caller(0);
    line.pass(caller);
    line.pass(caller);
    time.pass(Duration.ofMillis(400));

    line.pass(caller);

    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(600));
    assertThat(caller.events).containsExactly("slot given back", "slot taken");
  }

  @Test
  void pass_manyTimes_keepsTheRate() throws Exception {
    RateLine line = line(5, SECOND);
    long start = time.now();
    FakeCaller caller = caller(0);
    var perSecond = new int[10];

    for (int i = 0; i < 50; i++) {
      line.pass(caller);
      perSecond[(int) ((time.now() - start) / SECOND.toNanos())]++;
    }

    assertThat(perSecond).containsOnly(5);
  }

  @Test
  void pass_whenTheNextCallIsBeyondTheTasksTime_saysSoAtOnce() throws Exception {
    RateLine line = line(1, Duration.ofMinutes(1));
    FakeCaller caller = caller(0);
    line.pass(caller);
    caller.remaining = Duration.ofSeconds(5);

    assertThatThrownBy(() -> line.pass(caller))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> {
              assertThat(e.retryable()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofMinutes(1));
            })
        .hasMessage(
            "model 'x' may be called 1 times in 60 s, and again in 60 s, but the task has 5 s left;"
                + " give it a longer timeout, or raise the rate with ModelPolicy.withRate");
    assertThat(caller.events).isEmpty();
  }

  @Test
  void pass_afterAReservationNobodyCameFor_grantsNoMoreThanTheRate() throws Exception {
    RateLine line = line(2, SECOND);
    FakeCaller caller = caller(0);
    line.pass(caller);
    line.pass(caller);
    caller.remaining = Duration.ZERO;
    assertThatThrownBy(() -> line.pass(caller)).isInstanceOf(ModelCallException.class);
    time.pass(Duration.ofSeconds(10));

    line.pass(caller);
    line.pass(caller);

    assertThatThrownBy(() -> line.pass(caller)).isInstanceOf(ModelCallException.class);
  }

  @Test
  void pass_byManyThreads_goesByRank_thenByArrival() throws Exception {
    RateLine line = watchedLine(1, SECOND);
    line.pass(caller(0));
    var order = new CopyOnWriteArrayList<Integer>();
    var ends = new ArrayList<Future<?>>();
    int[] ranks = {5, 3, 9, 1, 3};
    for (int i = 0; i < ranks.length; i++) {
      int me = i;
      ends.add(
          threads.submit(
              () -> {
                line.pass(caller(ranks[me]));
                order.add(me);
                return null;
              }));
      awaitLength(line, i + 1);
    }

    for (int i = 0; i < ranks.length; i++) {
      alarm.release();
      int expected = i + 1;
      Until.so(() -> order.size() == expected);
    }

    for (Future<?> end : ends) {
      end.get();
    }
    assertThat(order).containsExactly(3, 1, 4, 0, 2);
    assertThat(line.length()).isZero();
  }

  @Test
  void interrupt_ofAThousandWhoWait_costsTheNextNoMoreThanOnePeriod() throws Exception {
    RateLine line = watchedLine(1, SECOND);
    line.pass(caller(0));
    var waiters = new ArrayList<Future<?>>();
    int many = 100 * Integer.getInteger("impresario.soak.factor", 1);
    for (int i = 0; i < many; i++) {
      waiters.add(
          threads.submit(
              () -> {
                line.pass(caller(1));
                return null;
              }));
    }
    awaitLength(line, many);

    waiters.forEach(waiter -> waiter.cancel(true));
    awaitLength(line, 0);
    alarm.release(10);
    line.pass(caller(2));

    assertThat(time.sleeps()).containsExactly(SECOND);
  }

  @Test
  void interrupt_ofTheOneThatKeepsWatch_leavesTheWatchToAnother() throws Exception {
    RateLine line = watchedLine(1, SECOND);
    line.pass(caller(0));
    Future<?> first = passing(line, 1);
    awaitLength(line, 1);
    Until.so(() -> asleep.get() == 1);
    Future<?> second = passing(line, 2);
    awaitLength(line, 2);

    first.cancel(true);
    awaitLength(line, 1);
    Until.so(() -> asleep.get() == 1);
    alarm.release();

    second.get();
    assertThat(time.sleeps()).containsExactly(SECOND);
  }

  @Test
  void pass_whenAPeriodBegins_letsInAsManyAsItAllows() throws Exception {
    RateLine line = watchedLine(3, SECOND);
    List<Future<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      line.pass(caller(0));
    }
    for (int i = 0; i < 5; i++) {
      waiters.add(passing(line, i));
      awaitLength(line, i + 1);
    }

    alarm.release();

    awaitLength(line, 2);
    Until.so(() -> asleep.get() == 1);
    alarm.release();
    for (Future<?> waiter : waiters) {
      waiter.get();
    }
    assertThat(time.sleeps()).containsExactly(SECOND, SECOND);
  }

  @Test
  void pass_atTheEndsOfTheRange_doesNotOverflow() throws Exception {
    RateLine fast = line(1_000_000, Duration.ofMillis(1));
    RateLine slow = line(1, Duration.ofDays(1_000));
    FakeCaller caller = caller(0);
    time.pass(Duration.ofDays(1_000));
    for (int i = 0; i < 1_000_001; i++) {
      fast.pass(caller);
    }
    slow.pass(caller);
    caller.remaining = Duration.ofSeconds(Long.MAX_VALUE);

    slow.pass(caller);

    assertThat(time.sleeps()).hasSize(2);
  }

  private Future<?> passing(RateLine line, long rank) {
    return threads.submit(
        () -> {
          line.pass(caller(rank));
          return null;
        });
  }

  private static void awaitLength(RateLine line, int length) {
    Until.so(() -> line.length() == length);
  }
}
