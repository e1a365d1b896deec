package dev.impresario.core.internal.pool;

import static dev.impresario.core.internal.pool.PoolFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import dev.impresario.TaskResult.Code;
import dev.impresario.core.internal.pool.PoolFixture.Borrowing;
import dev.impresario.core.internal.slots.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentPoolsTest {
  private static final AgentDefinition QA = agent("qa");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final PoolFixture fixture = new PoolFixture(PoolFixture.ONE);
  private final AgentPools pools = fixture.pools;
  private final FakeRuntime runtime = fixture.runtime;

  @AfterEach
  void close() throws Exception {
    Thread.interrupted();
    fixture.close();
  }

  // --- whoever gives up leaves the line ---

  @Test
  void borrow_interruptedInLine_leavesNoWaiterBehind() throws Exception {
    Lease lent = fixture.borrow(QA);
    Borrowing givesUp = fixture.inLine(QA, new FakeTask());

    givesUp.interrupt();

    assertThatThrownBy(givesUp::lease).hasCauseInstanceOf(InterruptedException.class);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
    lent.giveBack();
    assertThat(fixture.borrow(QA).agent()).isSameAs(lent.agent());
  }

  @Test
  void borrow_interruptedAsAnAgentIsHandedToIt_passesItToTheNext() throws Exception {
    Lease lent = fixture.borrow(QA);
    var first = new GivesUpAfterAll();
    Borrowing givesUp = fixture.inLine(QA, first);
    Borrowing next = fixture.inLine(QA, new FakeTask());

    lent.giveBack();

    assertThatThrownBy(givesUp::lease).hasCauseInstanceOf(InterruptedException.class);
    assertThat(next.lease().agent()).isSameAs(lent.agent());
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
  }

  @Test
  void borrow_interruptedAsAnAgentIsHandedToIt_putsItBackIfNobodyWaits() throws Exception {
    Lease lent = fixture.borrow(QA);
    Borrowing givesUp = fixture.inLine(QA, new GivesUpAfterAll());

    lent.giveBack();

    assertThatThrownBy(givesUp::lease).hasCauseInstanceOf(InterruptedException.class);
    assertThat(fixture.health()).isEqualTo("1 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void borrow_interruptedAsAPlaceIsHandedToIt_passesThePlaceToTheNext() throws Exception {
    Lease lent = fixture.borrow(QA);
    Borrowing givesUp = fixture.inLine(QA, new GivesUpAfterAll());
    Borrowing next = fixture.inLine(QA, new FakeTask());

    lent.discard().run();

    assertThatThrownBy(givesUp::lease).hasCauseInstanceOf(InterruptedException.class);
    assertThat(next.lease().agent()).isNotSameAs(lent.agent());
    assertThat(runtime.open()).isEqualTo(1);
  }

  @Test
  void borrow_interruptedBefore_startsNothing() throws Exception {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fixture.borrow(QA)).isInstanceOf(InterruptedException.class);
    assertThat(runtime.started).isEmpty();
  }

  // --- lending ---

  @Test
  void borrow_afterGiveBack_lendsTheSameAgentReset() throws Exception {
    Lease first = fixture.borrow(QA);
    first.giveBack();

    Lease second = fixture.borrow(QA);

    assertThat(second.agent()).isSameAs(first.agent());
    assertThat(runtime.started.get(0).resets).hasValue(1);
    assertThat(runtime.started).hasSize(1);
  }

  @Test
  void borrow_beyondTheMaximum_waitsAndIsMeasured() throws Exception {
    Lease lent = fixture.borrow(QA);
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    assertThat(waiting.isDone()).isFalse();
    fixture.clock.addAndGet(5);
    lent.giveBack();

    assertThat(waiting.lease().agent()).isSameAs(lent.agent());
    assertThat(fixture.waits).containsExactly("qa 5");
  }

  @Test
  void borrow_ofOneThatNeverWaited_isNotMeasured() throws Exception {
    fixture.borrow(QA).giveBack();
    fixture.borrow(QA);

    assertThat(fixture.waits).isEmpty();
  }

  @Test
  void borrow_servesByRankThenArrival() throws Exception {
    Lease lent = fixture.borrow(QA);
    List<Borrowing> served = new ArrayList<>();
    Borrowing late = fixture.inLine(QA, new FakeTask(7));
    Borrowing later = fixture.inLine(QA, new FakeTask(7));
    Borrowing urgent = fixture.inLine(QA, new FakeTask(-1));

    for (Borrowing next : List.of(urgent, late, later)) {
      lent.giveBack();
      lent = next.lease();
      served.add(next);
      assertThat(List.of(urgent, late, later))
          .filteredOn(Borrowing::isDone)
          .hasSameElementsAs(served);
    }
  }

  @Test
  void lease_endedTwice_countsTheFirstEnd() throws Exception {
    Lease lent = fixture.borrow(QA);
    Runnable closing = lent.discard();

    lent.giveBack();
    lent.discard().run();

    assertThat(runtime.started.get(0).resets).hasValue(0);
    assertThat(runtime.started.get(0).closed).hasValue(0);
    closing.run();
    assertThat(runtime.started.get(0).closed).hasValue(1);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void discard_afterGiveBack_doesNotTouchTheNextBorrower() throws Exception {
    Lease first = fixture.borrow(QA);
    first.giveBack();
    Lease second = fixture.borrow(QA);

    first.discard().run();
    first.giveBack();

    assertThat(runtime.started.get(0).closed).hasValue(0);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
    second.giveBack();
  }

  @Test
  void discard_freesThePlaceBeforeTheAgentIsClosed() throws Exception {
    Lease hangs = fixture.borrow(QA);
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    Runnable closing = hangs.discard();

    assertThat(waiting.lease().agent()).isNotSameAs(hangs.agent());
    assertThat(runtime.open()).isEqualTo(2);
    closing.run();
    assertThat(runtime.open()).isEqualTo(1);
  }

  @Test
  void discard_whileTheAgentHangsInReset_freesThePlaceAndTheLateResetDoesNothing()
      throws Exception {
    var resetting = new CountDownLatch(1);
    var hang = new CountDownLatch(1);
    runtime.onReset =
        () -> {
          resetting.countDown();
          hang.await(20, TimeUnit.SECONDS);
        };
    fixture.policies.put("qa", PoolFixture.ONE.withMaximumInstances(2));
    Lease hangs = fixture.borrow(QA);
    fixture.borrow(QA); // so that the pool is not forgotten meanwhile
    var thread = new Thread(hangs::giveBack);
    thread.start();
    resetting.await();

    Runnable closing = hangs.discard();

    assertThat(fixture.borrow(QA).agent()).isNotSameAs(hangs.agent());
    hang.countDown();
    thread.join();
    closing.run();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 2 lent, 0 waiting");
    assertThat(runtime.started).extracting(agent -> agent.closed.get()).containsExactly(1, 0, 0);
  }

  // --- foreign code ---

  @Test
  void giveBack_ofAnAgentWhoseResetThrows_closesItAndLendsAnother() throws Exception {
    runtime.onReset =
        () -> {
          throw new StackOverflowError();
        };
    Lease spoiled = fixture.borrow(QA);
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    spoiled.giveBack();

    assertThat(waiting.lease().agent()).isNotSameAs(spoiled.agent());
    assertThat(runtime.started.get(0).closed).hasValue(1);
  }

  @Test
  void giveBack_ofAnAgentWhoseResetThrowsTheUnthinkable_stillFreesThePlace() throws Exception {
    runtime.onReset =
        () -> {
          throw new OutOfMemoryError();
        };
    Lease spoiled = fixture.borrow(QA);

    assertThatThrownBy(spoiled::giveBack).isInstanceOf(OutOfMemoryError.class);

    assertThat(fixture.borrow(QA).agent()).isNotSameAs(spoiled.agent());
    assertThat(runtime.started.get(0).closed).hasValue(1);
  }

  @Test
  void borrow_whenTheStartFails_namesTheTypeAndGivesThePlaceToTheNext() throws Exception {
    var starting = new CountDownLatch(1);
    var fail = new CountDownLatch(1);
    var cause = new LinkageError("the prompt: You help.");
    runtime.onStart =
        () -> {
          starting.countDown();
          fail.await(20, TimeUnit.SECONDS);
          runtime.onStart = () -> {};
          throw cause;
        };
    Borrowing fails = fixture.borrowing(QA, new FakeTask());
    starting.await();
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    fail.countDown();

    assertThatThrownBy(fails::lease)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(NoAgentException.class)
        .hasMessage("agent 'qa' could not be started with java.lang.LinkageError; see the cause")
        .hasCause(cause)
        .extracting(e -> ((NoAgentException) e).code())
        .isEqualTo(Code.START_FAILED);
    assertThat(waiting.lease().agent()).isNotNull();
  }

  @Test
  @SuppressWarnings("NullAway") // what it must not do
  void borrow_whenTheRuntimeGivesNone_saysSo() throws Exception {
    var none = pools((definition) -> null);
    assertThatThrownBy(() -> none.borrow(QA, new FakeTask()))
        .isInstanceOf(NoAgentException.class)
        .hasMessage("agent 'qa' could not be started: the runtime gave none");
    assertThat(none.health().reason()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void borrow_whenTheStartThrowsTheUnthinkable_stillFreesThePlace() throws Exception {
    runtime.onStart =
        () -> {
          throw new OutOfMemoryError();
        };
    assertThatThrownBy(() -> fixture.borrow(QA)).isInstanceOf(OutOfMemoryError.class);
    runtime.onStart = () -> {};

    assertThat(fixture.borrow(QA).agent()).isNotNull();
  }

  @Test
  void borrow_interruptedWhileTheAgentStarts_freesThePlace() throws Exception {
    var starting = new CountDownLatch(1);
    runtime.onStart =
        () -> {
          starting.countDown();
          new CountDownLatch(1).await();
        };
    Borrowing hangs = fixture.borrowing(QA, new FakeTask());
    starting.await();

    hangs.interrupt();

    assertThatThrownBy(hangs::lease).hasCauseInstanceOf(InterruptedException.class);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void abandon_whileTheAgentStarts_freesThePlaceAndTheLateAgentIsClosed() throws Exception {
    var starting = new CountDownLatch(1);
    var hang = new CountDownLatch(1);
    runtime.onStart =
        () -> {
          starting.countDown();
          hang.await(20, TimeUnit.SECONDS);
        };
    var task = new FakeTask();
    Borrowing hangs = fixture.borrowing(QA, task);
    starting.await();

    Runnable closing = pools.abandon(task);

    runtime.onStart = () -> {};
    Lease lent = fixture.borrow(QA);
    hang.countDown();
    assertThatThrownBy(hangs::lease).hasCauseInstanceOf(InterruptedException.class);
    closing.run();
    assertThat(runtime.open()).isEqualTo(1);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
    lent.giveBack();
  }

  @Test
  void abandon_ofABorrowerAtWork_discardsItsLease() throws Exception {
    var task = new FakeTask();
    Lease lent = pools.borrow(QA, task);

    Runnable closing = pools.abandon(task);
    lent.giveBack();

    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
    assertThat(runtime.open()).isEqualTo(1);
    closing.run();
    assertThat(runtime.open()).isZero();
  }

  // --- versions ---

  @Test
  void borrow_ofANewVersion_closesIdleOnesOfTheOld() throws Exception {
    fixture.borrow(QA).giveBack();

    Lease renewed = fixture.borrow(agent("qa", "2"));

    fixture.doBackgroundWork();
    assertThat(runtime.started.get(0).closed).hasValue(1);
    assertThat(runtime.started.get(1).definition.metadata().version()).isEqualTo("2");
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
    renewed.giveBack();
  }

  @Test
  void giveBack_toAPoolOfAnOldVersion_servesThoseWhoAskedForItAndThenCloses() throws Exception {
    Lease old = fixture.borrow(QA);
    Borrowing asksForTheOld = fixture.inLine(QA, new FakeTask());
    Lease renewed = fixture.borrow(agent("qa", "2"));

    old.giveBack();

    Lease last = asksForTheOld.lease();
    assertThat(last.agent()).isSameAs(old.agent());
    last.giveBack();
    fixture.doBackgroundWork();
    assertThat(runtime.started.get(0).closed).hasValue(1);
    renewed.giveBack();
    assertThat(fixture.health()).isEqualTo("1 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void borrow_ofAnOldVersionAgain_makesItTheLatestAgain() throws Exception {
    Lease old = fixture.borrow(QA);
    fixture.borrow(agent("qa", "2")).giveBack();

    Borrowing oldAgain = fixture.inLine(QA, new FakeTask());
    old.giveBack();

    assertThat(oldAgain.lease().agent()).isSameAs(old.agent());
    fixture.doBackgroundWork();
    assertThat(runtime.started).extracting(agent -> agent.closed.get()).containsExactly(0, 1);
  }

  @Test
  void retire_closesIdleNowAndLentOnesOnReturn() throws Exception {
    fixture.retire("unknown");
    Lease lent = fixture.borrow(QA);

    fixture.retire("qa");
    lent.giveBack();

    fixture.doBackgroundWork();
    assertThat(runtime.open()).isZero();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void borrow_ofAVersionThatIsGone_isForThatLoanOnly() throws Exception {
    fixture.policies.put("qa", AgentPolicy.defaults().withMinimumIdle(2));
    fixture.retire("qa");

    Lease late = fixture.borrow(QA);
    fixture.doBackgroundWork();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
    late.giveBack();

    fixture.doBackgroundWork();
    assertThat(runtime.started).hasSize(1);
    assertThat(runtime.open()).isZero();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void borrow_ofAnOldVersionThatIsGone_leavesTheNewOneAsItIs() throws Exception {
    fixture.gone.add("qa1");
    fixture.borrow(agent("qa", "2")).giveBack();

    fixture.borrow(QA).giveBack();
    pools.retire("qa"); // for the change to version 2, told late
    fixture.borrow(agent("qa", "2")).giveBack();

    fixture.doBackgroundWork();
    assertThat(runtime.started).extracting(agent -> agent.closed.get()).containsExactly(0, 1);
  }

  @Test
  void warm_ofAVersionThatIsGone_startsNone() throws Exception {
    fixture.gone.add("qa1");

    pools.warm(QA);

    assertThat(runtime.started).isEmpty();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  // --- the end ---

  @Test
  void close_closesIdleOnes_refusesNewBorrows_andClosesLentOnesOnReturn() throws Exception {
    Lease lent = fixture.borrow(QA);
    fixture.borrow(agent("idle")).giveBack();

    fixture.closePools(TEN_SECONDS);
    fixture.closePools(TEN_SECONDS);

    assertThat(runtime.open()).isEqualTo(1);
    assertThatThrownBy(() -> fixture.borrow(QA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
    assertThatThrownBy(() -> pools.warm(QA)).isInstanceOf(IllegalStateException.class);
    lent.giveBack();
    assertThat(runtime.open()).isZero();
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 0 lent, 0 waiting");
  }

  @Test
  void close_sendsAwayWhoWaits() throws Exception {
    fixture.borrow(QA);
    Borrowing waiting = fixture.inLine(QA, new FakeTask());

    fixture.closePools(TEN_SECONDS);

    assertThatThrownBy(waiting::lease)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the engine is closed");
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
  }

  @Test
  void close_ofAgentsThatThrow_closesTheOthers() throws Exception {
    runtime.onClose =
        () -> {
          throw new AssertionError();
        };
    fixture.borrow(agent("a")).giveBack();
    fixture.borrow(agent("b")).giveBack();

    fixture.closePools(TEN_SECONDS);

    assertThat(runtime.open()).isZero();
  }

  @Test
  void close_ofAgentsThatDoNotEnd_namesThem_andClosesTheOthers() throws Exception {
    var go = new CountDownLatch(1);
    fixture.borrow(agent("a")).giveBack();
    fixture.borrow(agent("c")).giveBack();
    fixture.borrow(agent("b")).giveBack();
    var begun = new CountDownLatch(3);
    runtime.onClose =
        () -> {
          begun.countDown();
          go.await();
        };

    List<String> left = fixture.closePools(Duration.ofMillis(100));

    assertThat(left).containsExactly("a", "b", "c");
    begun.await();
    assertThat(runtime.open()).isZero();
    go.countDown();
    assertThat(fixture.closePools(TEN_SECONDS)).isEmpty();
  }

  @Test
  void close_waitsForClosingsThatBeganEarlier() throws Exception {
    var go = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    runtime.onClose =
        () -> {
          begun.countDown();
          go.await();
        };
    fixture.borrow(QA).giveBack();
    fixture.retire("qa");
    var closer = new Thread(fixture::doBackgroundWork);
    closer.start();
    begun.await();

    assertThat(fixture.closePools(Duration.ofMillis(100))).containsExactly("qa");
    go.countDown();
    closer.join();
    assertThat(fixture.closePools(TEN_SECONDS)).isEmpty();
  }

  @Test
  void close_interrupted_waitsNoLonger() throws Exception {
    var go = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    fixture.borrow(QA).giveBack();
    runtime.onClose =
        () -> {
          while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
          caller.interrupt();
          go.await();
        };

    List<String> left = fixture.closePools(Duration.ofDays(1_000_000));

    assertThat(left).containsExactly("qa");
    assertThat(Thread.interrupted()).isTrue();
    go.countDown();
  }

  @Test
  void borrow_whenTheWaitCannotBeMeasured_isLentAllTheSame() throws Exception {
    var unmeasured =
        new AgentPools(
            runtime,
            id -> PoolFixture.ONE,
            Runnable::run,
            () -> 0,
            (delay, work) -> {},
            (id, nanos) -> {
              throw new IllegalStateException();
            },
            metadata -> true);
    Lease lent = unmeasured.borrow(QA, new FakeTask());
    var task = new FakeTask();
    var agents = new ArrayList<Object>();
    var thread =
        new Thread(
            () -> {
              try {
                agents.add(unmeasured.borrow(QA, task).agent());
              } catch (InterruptedException | NoAgentException e) {
                agents.add(e);
              }
            });
    thread.start();
    task.meetInLine();
    lent.giveBack();
    thread.join();

    assertThat(agents).containsExactly(lent.agent());
  }

  private AgentPools pools(dev.impresario.spi.AgentRuntime other) {
    return new AgentPools(
        other,
        id -> PoolFixture.ONE,
        Runnable::run,
        () -> 0,
        (delay, work) -> {},
        (id, nanos) -> {},
        metadata -> true);
  }

  /** Is interrupted when it has got what it waited for, and now waits for its slot. */
  private static final class GivesUpAfterAll extends FakeTask {
    @Override
    public <T> T pause(Wait<T> wait) throws InterruptedException {
      super.pause(wait);
      throw new InterruptedException("no slot");
    }
  }
}
