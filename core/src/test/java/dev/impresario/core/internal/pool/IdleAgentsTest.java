package dev.impresario.core.internal.pool;

import static dev.impresario.core.internal.pool.PoolFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import dev.impresario.Health.Status;
import dev.impresario.core.internal.pool.PoolFixture.Borrowing;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Started ahead, kept, and closed when their time is up. */
@Timeout(60)
class IdleAgentsTest {
  private static final AgentDefinition QA = agent("qa");
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final AgentPolicy NONE_AHEAD = AgentPolicy.defaults().withIdleTime(IDLE);
  private static final AgentPolicy TWO_AHEAD = NONE_AHEAD.withMinimumIdle(2);

  private static final Duration HUNG = Duration.ofSeconds(30);

  private final PoolFixture fixture = new PoolFixture(NONE_AHEAD);
  private final AgentPools pools = fixture.pools;
  private final FakeRuntime runtime = fixture.runtime;

  @AfterEach
  void close() throws Exception {
    Thread.interrupted();
    fixture.close();
  }

  // --- ahead ---

  @Test
  void borrow_firstOfAll_startsTheMinimumBehindTheScenes() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);

    Lease lent = fixture.borrow(QA);

    assertThat(runtime.started).hasSize(1);
    fixture.doBackgroundWork();
    assertThat(fixture.health()).isEqualTo("2 idle, 0 starting, 1 lent, 0 waiting");
    lent.giveBack();
  }

  @Test
  void borrow_ofOneKeptIdle_startsAnotherInItsPlace() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    pools.warm(QA);

    fixture.borrow(QA);
    fixture.doBackgroundWork();

    assertThat(fixture.health()).isEqualTo("2 idle, 0 starting, 1 lent, 0 waiting");
  }

  @Test
  void startsAhead_neverGoBeyondTheMaximum() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD.withMaximumInstances(2));
    pools.warm(QA);

    fixture.borrow(QA);
    fixture.borrow(QA);
    fixture.doBackgroundWork();

    assertThat(runtime.started).hasSize(2);
  }

  @Test
  void startsAhead_thatHaveNotBegun_leaveTheirPlaceToWhoNeedsItNow() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD.withMaximumInstances(2));
    Lease first = fixture.borrow(QA);
    assertThat(fixture.background).hasSize(1); // and it may wait there for as long as we hold

    Lease second = fixture.borrow(QA);

    fixture.doBackgroundWork();
    assertThat(runtime.started).hasSize(2);
    assertThat(second.agent()).isNotSameAs(first.agent());
  }

  @Test
  void startsAhead_serveWhoWaitsFirst() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD.withMaximumInstances(2));
    var go = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    fixture.borrow(QA);
    runtime.onStart =
        () -> {
          begun.countDown();
          go.await();
        };
    var starter = new Thread(fixture::doBackgroundWork);
    starter.start();
    begun.await();
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    go.countDown();

    assertThat(waiting.lease().agent()).isSameAs(runtime.started.get(1));
    starter.join();
  }

  @Test
  void startsAhead_thatFail_areNotTriedAgainAtOnce() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    Lease lent = fixture.borrow(QA);
    runtime.onStart =
        () -> {
          throw new IllegalStateException();
        };
    fixture.doBackgroundWork();

    lent.giveBack();
    fixture.borrow(QA).giveBack();
    assertThat(fixture.background).isEmpty();

    runtime.onStart = () -> {};
    fixture.pass(Duration.ofSeconds(10));
    fixture.borrow(QA);
    fixture.doBackgroundWork();
    assertThat(fixture.health()).isEqualTo("2 idle, 0 starting, 1 lent, 0 waiting");
  }

  @Test
  void startsAhead_areOfNoConcernToAFirstBorrowerThatCannotStartEither() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    runtime.onStart =
        () -> {
          throw new IllegalStateException();
        };

    assertThatThrownBy(() -> fixture.borrow(QA)).isInstanceOf(NoAgentException.class);

    assertThat(fixture.background).isEmpty();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void startsAhead_thatTheExecutorRefuses_harmNobody() throws Exception {
    var refused =
        new AgentPools(
            runtime,
            id -> TWO_AHEAD,
            work -> {
              throw new RejectedExecutionException();
            },
            () -> 0,
            (delay, work) -> {},
            (id, nanos) -> {},
            metadata -> !fixture.gone.contains("qa1"));
    Lease lent = refused.borrow(QA, new FakeTask());
    lent.giveBack();

    assertThat(refused.health().reason()).isEqualTo("1 idle, 0 starting, 0 lent, 0 waiting");
    fixture.gone.add("qa1");
    refused.retire("qa");
    assertThat(runtime.open()).isZero();
  }

  @Test
  void startsAhead_forAPoolRetiredMeanwhile_areClosedOrNotBegun() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    Lease lent = fixture.borrow(QA);

    fixture.retire("qa");
    lent.giveBack();
    fixture.doBackgroundWork();

    assertThat(runtime.open()).isZero();
    assertThat(runtime.started).hasSize(1);
  }

  // --- starts ahead that hang ---

  @Test
  void startsAhead_thatHang_leaveTheirPlaceToWhoNeedsItAfterAWhile() throws Exception {
    Hanging hanging = hangingStart();
    fixture.pass(HUNG);

    Lease lent = fixture.borrow(QA);

    assertThat(fixture.health()).startsWith("0 idle, 0 starting, 1 lent, 0 waiting");
    hanging.end();
    fixture.doBackgroundWork();
    assertThat(runtime.open()).isEqualTo(1); // what it brought was closed
    lent.giveBack();
    assertThat(fixture.borrow(QA).agent()).isSameAs(lent.agent());
  }

  @Test
  void startsAhead_thatHang_leaveTheirPlaceToWhoIsInLineAlready() throws Exception {
    Hanging hanging = hangingStart();
    fixture.pass(HUNG.minusSeconds(1));
    Borrowing waiting = fixture.inLine(QA, new FakeTask());
    Borrowing next = fixture.inLine(QA, new FakeTask());
    assertThat(fixture.health()).isEqualTo("0 idle, 1 starting, 0 lent, 2 waiting");

    fixture.pass(Duration.ofSeconds(1));

    Lease lent = waiting.lease();
    lent.giveBack();
    assertThat(next.lease().agent()).isSameAs(lent.agent());
    hanging.end();
  }

  @Test
  void startsAhead_thatAreSlow_areWaitedFor() throws Exception {
    Hanging hanging = hangingStart();
    fixture.pass(HUNG.minusNanos(1));
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    hanging.end();

    assertThat(waiting.lease().agent()).isSameAs(runtime.started.get(0));
    fixture.pass(HUNG); // and nobody minds any more
    assertThat(pools.health().status()).isEqualTo(Status.UP);
    assertThat(runtime.started).hasSize(1);
  }

  @Test
  void startsAhead_thatHang_areNotJoinedByMore() throws Exception {
    Hanging hanging = hangingStart();
    fixture.pass(HUNG);
    Lease lent = fixture.borrow(QA);

    lent.discard().run();
    fixture.pass(HUNG);

    assertThat(fixture.background).isEmpty();
    assertThat(fixture.health()).startsWith("0 idle, 0 starting, 0 lent");
    hanging.end();
    fixture.doBackgroundWork();
    assertThat(runtime.open()).isEqualTo(1); // kept ahead again
    assertThat(fixture.health()).isEqualTo("1 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void startsAhead_thatHang_areSeenInTheHealth_untilTheyEnd() throws Exception {
    Hanging hanging = hangingStart();
    assertThat(pools.health().status()).isEqualTo(Status.UP);

    fixture.pass(HUNG);

    String hangs = "; the start of agent 'qa' ahead takes longer than 30 s";
    assertThat(pools.health().status()).isEqualTo(Status.DEGRADED);
    assertThat(fixture.health()).isEqualTo("0 idle, 1 starting, 0 lent, 0 waiting" + hangs);
    fixture.borrow(QA);
    assertThat(pools.health().status()).isEqualTo(Status.DEGRADED);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting" + hangs);
    hanging.end();
    assertThat(pools.health().status()).isEqualTo(Status.UP);
  }

  @Test
  void startsAhead_thatHangAndFailInTheEnd_leaveNothing() throws Exception {
    Hanging hanging = hangingStart();
    fixture.pass(HUNG);
    Lease lent = fixture.borrow(QA);

    hanging.thread.interrupt();
    hanging.thread.join();
    fixture.retire("qa");
    lent.giveBack();
    fixture.doBackgroundWork();

    assertThat(runtime.open()).isZero();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  /** A start ahead that has the only place, and ends when told. */
  private record Hanging(Thread thread, CountDownLatch go) {
    void end() throws InterruptedException {
      go.countDown();
      thread.join();
    }
  }

  private Hanging hangingStart() throws Exception {
    fixture.policies.put("qa", NONE_AHEAD.withMinimumIdle(1).withMaximumInstances(1));
    var go = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    runtime.onStart =
        () -> {
          if (begun.getCount() > 0) {
            begun.countDown();
            go.await();
          }
        };
    var starter =
        new Thread(
            () -> {
              try {
                pools.warm(QA);
              } catch (InterruptedException | NoAgentException e) {
                // nobody waits for it
              }
            });
    starter.setDaemon(true);
    starter.start();
    begun.await();
    return new Hanging(starter, go);
  }

  // --- warm ---

  @Test
  void warm_startsTheMinimumHere_onceAndForAll() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);

    pools.warm(QA);
    pools.warm(QA);

    assertThat(fixture.health()).isEqualTo("2 idle, 0 starting, 0 lent, 0 waiting");
    fixture.doBackgroundWork();
    assertThat(runtime.started).hasSize(2);
  }

  @Test
  void warm_withoutAMinimum_startsOne() throws Exception {
    pools.warm(QA);
    pools.warm(QA);

    assertThat(runtime.started).hasSize(1);
    assertThat(fixture.borrow(QA).agent()).isSameAs(runtime.started.get(0));
  }

  @Test
  void warm_thatFails_saysSoAndLeavesNothing() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    runtime.onStart =
        () -> {
          throw new IllegalStateException();
        };

    assertThatThrownBy(() -> pools.warm(QA))
        .isInstanceOf(NoAgentException.class)
        .hasMessage(
            "agent 'qa' could not be started with java.lang.IllegalStateException; see the cause");

    assertThat(fixture.background).isEmpty();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void warm_interrupted_leavesNothing() throws Exception {
    runtime.onStart =
        () -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> pools.warm(QA)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pools.warm(QA)).isInstanceOf(InterruptedException.class);

    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  // --- time ---

  @Test
  void idleAgents_whoseTimeIsUp_areClosed_theLongestIdleFirst() throws Exception {
    Lease early = fixture.borrow(QA);
    Lease late = fixture.borrow(QA);
    early.giveBack();
    fixture.clock.addAndGet(IDLE.minusSeconds(1).toNanos());
    late.giveBack();
    assertThat(fixture.health()).startsWith("2 idle");

    fixture.pass(Duration.ofSeconds(1));
    fixture.alarms.removeFirst().work().run();
    fixture.doBackgroundWork();

    assertThat(runtime.started).extracting(agent -> agent.closed.get()).containsExactly(1, 0);
    assertThat(fixture.alarms)
        .extracting(PoolFixture.Alarmed::delay)
        .containsExactly(IDLE.minusSeconds(1));
  }

  @Test
  void idleAgents_withinTheMinimum_areKept() throws Exception {
    fixture.policies.put("qa", TWO_AHEAD);
    pools.warm(QA);
    Lease lent = fixture.borrow(QA);
    fixture.doBackgroundWork();
    lent.giveBack();
    assertThat(fixture.health()).startsWith("3 idle");

    fixture.pass(IDLE);

    assertThat(fixture.health()).startsWith("2 idle");
    assertThat(runtime.open()).isEqualTo(2);
    assertThat(fixture.alarms).isEmpty();
  }

  @Test
  void idleAgents_withoutAnyIdleTime_areClosedAtOnce() throws Exception {
    fixture.policies.put("qa", NONE_AHEAD.withIdleTime(Duration.ZERO));

    fixture.borrow(QA).giveBack();
    fixture.doBackgroundWork();

    assertThat(runtime.open()).isZero();
    assertThat(fixture.alarms).isEmpty();
  }

  @Test
  void idleAgents_withAllTheTimeInTheWorld_needNoAlarm() throws Exception {
    fixture.policies.put("qa", NONE_AHEAD.withIdleTime(ChronoUnit.FOREVER.getDuration()));

    fixture.borrow(QA).giveBack();

    assertThat(fixture.alarms).isEmpty();
    assertThat(fixture.health()).startsWith("1 idle");
  }

  @Test
  void alarms_areOneForEachPool_andNoneForLentAgents() throws Exception {
    Lease lent = fixture.borrow(QA);
    assertThat(fixture.alarms).isEmpty();
    lent.giveBack();
    for (int i = 0; i < 10; i++) {
      fixture.borrow(QA).giveBack();
    }
    assertThat(fixture.alarms).hasSize(1);

    lent = fixture.borrow(QA);
    fixture.pass(IDLE);

    assertThat(fixture.alarms).isEmpty();
    lent.giveBack();
    assertThat(fixture.alarms).hasSize(1);
  }
}
