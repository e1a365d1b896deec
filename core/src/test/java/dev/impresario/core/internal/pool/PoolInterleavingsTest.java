package dev.impresario.core.internal.pool;

import static dev.impresario.core.internal.pool.PoolFixture.agent;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.core.internal.slots.Wait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What several threads do with a pool of one, in many orders of their steps. Every operation leaves
 * the pool as it found it, so a step that loses an agent, a place or a waiter shows as a thread
 * that hangs, or as an agent that is open in the end; Lincheck finds both.
 */
@Timeout(120)
public class PoolInterleavingsTest {
  private static final AgentDefinition QA = agent("qa");

  private static final String[] UNDER_THE_LOCK =
      Stream.of(
              Pool.class,
              Lines.class,
              ArrayDeque.class,
              ArrayList.class,
              HashMap.class,
              HashSet.class,
              IdentityHashMap.class,
              TreeMap.class,
              TreeSet.class)
          .map(Class::getName)
          .toArray(String[]::new);

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger users = new AtomicInteger();
  private volatile @Nullable Lease latest;
  private final AgentPools pools =
      new AgentPools(
          definition -> new Counted(open),
          id -> PoolFixture.ONE,
          Runnable::run,
          () -> 0,
          (delay, work) -> {},
          (id, nanos) -> {},
          metadata -> true);

  @Test
  void anyOrderOfSteps_losesNothing() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(1)
        .actorsAfter(0)
        .iterations(12)
        .invocationsPerIteration(60)
        // used under the lock only, so a switch within them tells nothing
        .addGuarantee(forClasses(UNDER_THE_LOCK).allMethods().treatAsAtomic())
        .check(PoolInterleavingsTest.class);
  }

  /** Borrows and gives back. */
  @Operation
  public void borrow() throws InterruptedException, NoAgentException {
    Lease lease = use(new FakeTask());
    latest = lease;
    lease.giveBack();
  }

  /** Discards what another thread may just be giving back. */
  @Operation
  public void discardLatest() {
    Lease lease = latest;
    if (lease != null) {
      lease.discard().run();
    }
  }

  /** Borrows and discards, as after a failure. */
  @Operation
  public void borrowAndSpoil() throws InterruptedException, NoAgentException {
    use(new FakeTask()).discard().run();
  }

  /** Gives up at once. */
  @Operation
  public void giveUp() throws NoAgentException {
    giveUp(new GivesUp());
  }

  /** Gives up when it has got what it waited for. */
  @Operation
  public void giveUpAfterAll() throws NoAgentException {
    giveUp(new GivesUpAfterAll());
  }

  private void giveUp(FakeTask task) throws NoAgentException {
    try {
      use(task).giveBack();
    } catch (InterruptedException e) {
      // as it should
    }
  }

  private Lease use(FakeTask task) throws InterruptedException, NoAgentException {
    Lease lease = pools.borrow(QA, task);
    if (users.incrementAndGet() > 1) {
      throw new AssertionError("lent twice");
    }
    users.decrementAndGet();
    return lease;
  }

  /** Finds all at rest. */
  @Validate
  public void nothingIsLost() {
    pools.close(Duration.ofSeconds(20));
    if (open.get() != 0) {
      throw new AssertionError("an agent is left open");
    }
  }

  /** Is interrupted as soon as it waits. */
  private static final class GivesUp extends FakeTask {
    @Override
    public <T> T pause(Wait<T> wait) throws InterruptedException {
      throw new InterruptedException();
    }
  }

  /** Is interrupted when it has got what it waited for. */
  private static final class GivesUpAfterAll extends FakeTask {
    @Override
    public <T> T pause(Wait<T> wait) throws InterruptedException {
      wait.await();
      throw new InterruptedException();
    }
  }

  /** An agent. */
  private record Counted(AtomicInteger open) implements Agent {
    Counted {
      open.incrementAndGet();
    }

    @Override
    public Reply execute(Task task, TaskContext context) {
      return Reply.of("");
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
