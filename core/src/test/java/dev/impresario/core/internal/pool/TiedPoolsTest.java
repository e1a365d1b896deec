package dev.impresario.core.internal.pool;

import static dev.impresario.core.internal.pool.PoolFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import dev.impresario.TaskResult.Code;
import dev.impresario.core.internal.pool.PoolFixture.Borrowing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that hold agents while they wait for others. */
@Timeout(60)
class TiedPoolsTest {
  private static final AgentDefinition A = agent("a");
  private static final AgentDefinition B = agent("b");
  private static final AgentDefinition C = agent("c");

  private final PoolFixture fixture = new PoolFixture(PoolFixture.ONE);
  private final AgentPools pools = fixture.pools;

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void borrow_ofWhatTheParentHolds_failsAtOnce() throws Exception {
    var parent = new FakeTask();
    var child = new FakeTask();
    pools.borrow(A, parent);
    parent.awaits(child);

    assertThatThrownBy(() -> pools.borrow(A, child))
        .isInstanceOf(NoAgentException.class)
        .hasMessage(
            "agent 'a' has 1 instance, lent to a task that waits for this one; allow it more with"
                + " AgentPolicy.withMaximumInstances, or delegate less deep")
        .extracting(e -> ((NoAgentException) e).code())
        .isEqualTo(Code.AGENT_BUSY);
    assertThat(fixture.health()).isEqualTo("0 idle, 0 starting, 1 lent, 0 waiting");
  }

  @Test
  void borrow_ofWhatParentAndGrandparentHold_failsAtOnce() throws Exception {
    fixture.policies.put("a", AgentPolicy.defaults().withMaximumInstances(2));
    FakeTask[] line = {new FakeTask(), new FakeTask(), new FakeTask()};
    pools.borrow(A, line[0]);
    line[0].awaits(line[1]);
    pools.borrow(A, line[1]);
    line[1].awaits(line[2]);

    assertThatThrownBy(() -> pools.borrow(A, line[2]))
        .isInstanceOf(NoAgentException.class)
        .hasMessageStartingWith("agent 'a' has 2 instances, all lent to tasks that wait for this");
  }

  @Test
  void borrow_whenOneHolderIsAtWork_waits() throws Exception {
    fixture.policies.put("a", AgentPolicy.defaults().withMaximumInstances(2));
    var parent = new FakeTask();
    var child = new FakeTask();
    pools.borrow(A, parent);
    Lease atWork = fixture.borrow(A);
    parent.awaits(child);

    Borrowing waiting = fixture.inLine(A, child);
    atWork.giveBack();

    assertThat(waiting.lease().agent()).isSameAs(atWork.agent());
  }

  @Test
  void recheck_whenTheParentBeginsToWaitAfterItsChild_failsTheChild() throws Exception {
    var parent = new FakeTask();
    var child = new FakeTask();
    pools.borrow(A, parent);
    Borrowing waiting = fixture.inLine(A, child);
    pools.recheck();
    assertThat(waiting.isDone()).isFalse();

    parent.awaits(child);
    pools.recheck();

    assertThatThrownBy(waiting::lease).hasCauseInstanceOf(NoAgentException.class);
  }

  @Test
  void recheck_leavesAloneWhoMerelyStandsBehind() throws Exception {
    var parent = new FakeTask();
    var child = new FakeTask();
    Lease held = pools.borrow(A, parent);
    Borrowing waiting = fixture.inLine(A, child);
    Borrowing bystander = fixture.inLine(A, new FakeTask());

    parent.awaits(child);
    pools.recheck();

    assertThatThrownBy(waiting::lease).hasCauseInstanceOf(NoAgentException.class);
    assertThat(bystander.isDone()).isFalse();
    parent.awaits();
    held.giveBack();
    assertThat(bystander.lease().agent()).isSameAs(held.agent());
  }

  @Test
  void borrow_thatClosesARingOfTwoTrees_failsOneAndTheOtherGoesOn() throws Exception {
    FakeTask[] one = {new FakeTask(), new FakeTask()};
    FakeTask[] two = {new FakeTask(), new FakeTask()};
    pools.borrow(A, one[0]);
    one[0].awaits(one[1]);
    Lease ofTwo = pools.borrow(B, two[0]);
    two[0].awaits(two[1]);
    Borrowing oneWaits = fixture.inLine(B, one[1]);

    assertThatThrownBy(() -> pools.borrow(A, two[1])).isInstanceOf(NoAgentException.class);

    assertThat(oneWaits.isDone()).isFalse();
    two[0].awaits();
    ofTwo.giveBack();
    assertThat(oneWaits.lease().agent()).isSameAs(ofTwo.agent());
  }

  @Test
  void recheck_failsOnlyInTheRing_notWhoeverWaitsForItsEnd() throws Exception {
    // c's holder waits for one in line for a, and a is tied all by itself
    var ofC = new FakeTask();
    var behind = new FakeTask();
    pools.borrow(C, ofC);
    ofC.awaits(behind);
    var parent = new FakeTask();
    var child = new FakeTask();
    Lease held = pools.borrow(A, parent);
    Borrowing waiting = fixture.inLine(A, child);
    Borrowing waitsBehind = fixture.inLine(A, behind);
    Borrowing waitsForC = fixture.inLine(C, new FakeTask());

    parent.awaits(child);
    pools.recheck();

    assertThatThrownBy(waiting::lease).hasCauseInstanceOf(NoAgentException.class);
    assertThat(List.of(waitsBehind, waitsForC)).noneMatch(Borrowing::isDone);
    parent.awaits();
    held.giveBack();
    assertThat(waitsBehind.lease().agent()).isSameAs(held.agent());
  }

  @Test
  void recheck_whenAParentWaitsForSeveral_failsAllWhoCannotGoOn() throws Exception {
    var parent = new FakeTask();
    FakeTask[] children = {new FakeTask(), new FakeTask(), new FakeTask()};
    pools.borrow(A, parent);
    List<Borrowing> waiting = new ArrayList<>();
    for (FakeTask child : children) {
      waiting.add(fixture.inLine(A, child));
    }

    parent.awaits(children);
    pools.recheck();

    for (Borrowing each : waiting) {
      assertThatThrownBy(each::lease).hasCauseInstanceOf(NoAgentException.class);
    }
  }

  @Test
  void recheck_whenAParentWaitsForOneAtWorkAndOneInLine_failsTheOneInLine() throws Exception {
    var parent = new FakeTask();
    var atWork = new FakeTask();
    var inLine = new FakeTask();
    pools.borrow(A, parent);
    Borrowing waiting = fixture.inLine(A, inLine);

    parent.awaits(atWork, inLine);
    pools.recheck();

    assertThatThrownBy(waiting::lease).hasCauseInstanceOf(NoAgentException.class);
  }

  @Test
  void recheck_whileAnotherInstanceStarts_failsNobody() throws Exception {
    fixture.policies.put("a", AgentPolicy.defaults().withMaximumInstances(2));
    var parent = new FakeTask();
    var child = new FakeTask();
    pools.borrow(A, parent);
    var starting = new java.util.concurrent.CountDownLatch(1);
    var go = new java.util.concurrent.CountDownLatch(1);
    fixture.runtime.onStart =
        () -> {
          starting.countDown();
          go.await();
        };
    Borrowing startsOne = fixture.borrowing(A, new FakeTask());
    starting.await();
    parent.awaits(child);

    Borrowing waiting = fixture.inLine(A, child);
    pools.recheck();

    assertThat(waiting.isDone()).isFalse();
    go.countDown();
    startsOne.lease().giveBack();
    assertThat(waiting.lease().agent()).isNotNull();
  }

  @Test
  void recheck_whenTasksWaitInACircle_ends() throws Exception {
    var parent = new FakeTask();
    var child = new FakeTask();
    parent.awaits(child);
    child.awaits(parent);
    pools.borrow(A, parent);

    assertThatThrownBy(() -> pools.borrow(A, child)).isInstanceOf(NoAgentException.class);
    pools.recheck();
  }

  @Test
  void retiredVersions_areTiedByThemselves() throws Exception {
    var parent = new FakeTask();
    var child = new FakeTask();
    pools.borrow(A, parent);
    parent.awaits(child);
    fixture.borrow(agent("a", "2"));

    assertThatThrownBy(() -> pools.borrow(A, child)).isInstanceOf(NoAgentException.class);
  }
}
