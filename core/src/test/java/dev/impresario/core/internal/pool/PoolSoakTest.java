package dev.impresario.core.internal.pool;

import static dev.impresario.core.internal.pool.PoolFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.core.internal.slots.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many borrows on many threads. A tenth of the full size unless the soak factor says otherwise. */
@Tag("soak")
@Timeout(300)
class PoolSoakTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);
  private static final int THREADS = 8;
  private static final int INSTANCES = 4;
  private static final AgentDefinition QA = agent("qa");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fragile> started = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger there = new AtomicInteger();

  @AfterEach
  void endThreads() throws Exception {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void borrows_withExceptionsAndTimeouts_loseNoneAndLendNoneTwice() throws Exception {
    var pools = pools(INSTANCES);
    int each = 100_000 * FACTOR / THREADS;

    List<int[]> ends =
        together(
            IntStream.range(0, THREADS).mapToObj(seed -> () -> borrowOften(pools, seed, each)));

    assertThat(faults).isEmpty();
    assertThat(IntStream.range(0, 4).map(end -> sum(ends, end)).sum()).isEqualTo(each * THREADS);
    assertThat(sum(ends, 1)).as("exceptions").isPositive();
    assertThat(sum(ends, 2)).as("timeouts").isPositive();
    assertThat(pools.health().reason()).endsWith("0 starting, 0 lent, 0 waiting");
    for (int i = 0; i < INSTANCES; i++) {
      assertThat(pools.borrow(QA, new FakeTask()).agent()).isNotNull(); // every place is free
    }
    pools.close(Duration.ofSeconds(20));
    assertThat(there).hasValue(INSTANCES);
    assertThat(started.stream().filter(agent -> agent.closed.get() == 0)).hasSize(INSTANCES);
    assertThat(started).allMatch(agent -> agent.closed.get() <= 1);
  }

  /** Returns how many were given back, failed, timed out, and were abandoned. */
  private int[] borrowOften(AgentPools pools, int seed, int times) {
    var random = new Random(seed);
    var ends = new int[4];
    for (int i = 0; i < times; i++) {
      int chance = random.nextInt(1000);
      try {
        Lease lease = pools.borrow(QA, new Impatient(random));
        ends[use(lease, chance)]++;
      } catch (InterruptedException e) {
        ends[2]++;
      } catch (NoAgentException | RuntimeException e) {
        faults.add(e.toString());
      }
      Thread.interrupted();
    }
    return ends;
  }

  private int use(Lease lease, int chance) {
    var agent = (Fragile) lease.agent();
    if (agent.users.incrementAndGet() != 1) {
      faults.add("lent twice");
    }
    if (chance % 64 == 0) {
      LockSupport.parkNanos(1); // so that others come to wait
    }
    agent.users.decrementAndGet();
    if (chance < 10) {
      agent.leaves();
      lease.discard().run();
      lease.giveBack();
      return 1;
    }
    if (chance < 12) {
      return abandon(lease, agent);
    }
    agent.failsReset = chance < 17;
    lease.giveBack();
    lease.discard().run();
    return 0;
  }

  /** Another thread discards what this one gives back at the same time, in vain either way. */
  private int abandon(Lease lease, Fragile agent) {
    agent.leaves();
    agent.failsReset = true;
    Future<Runnable> closing = threads.submit(lease::discard);
    lease.giveBack();
    try {
      closing.get().run();
    } catch (Exception e) {
      faults.add(e.toString());
    }
    return 3;
  }

  @Test
  void trees_ofTasksOverPoolsThatAreTooSmall_allEnd() throws Exception {
    for (int round = 0; round < 20 * FACTOR; round++) {
      var pools = pools(1 + round % 2);
      int seed = round;

      List<Boolean> ended =
          together(
              IntStream.range(0, 10)
                  .mapToObj(i -> () -> tree(pools, new FakeTask(i % 3), 100 * seed + i, 3)));

      assertThat(ended).hasSize(10);
      assertThat(pools.health().reason()).endsWith("0 starting, 0 lent, 0 waiting");
      pools.close(Duration.ofSeconds(20));
    }
    assertThat(faults).isEmpty();
  }

  private boolean tree(AgentPools pools, FakeTask task, int seed, int depth) throws Exception {
    Lease lease;
    try {
      lease = pools.borrow(agent("agent" + seed % 3), task);
    } catch (NoAgentException e) {
      return false;
    }
    var random = new Random(seed);
    int children = depth == 0 ? 0 : 1 + random.nextInt(2);
    var tasks = new FakeTask[children];
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < children; i++) {
      var child = new FakeTask();
      int next = random.nextInt(1000);
      tasks[i] = child;
      results.add(threads.submit(() -> tree(pools, child, next, depth - 1)));
    }
    task.awaits(tasks);
    pools.recheck();
    for (Future<Boolean> result : results) {
      result.get(60, TimeUnit.SECONDS);
    }
    task.awaits();
    lease.giveBack();
    return true;
  }

  private <T> List<T> together(Stream<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(work.toList())) {
      results.add(future.get());
    }
    return results;
  }

  private AgentPools pools(int instances) {
    return new AgentPools(
        definition -> start(definition, instances),
        id -> AgentPolicy.defaults().withMaximumInstances(instances),
        threads,
        System::nanoTime,
        (delay, work) -> {},
        (id, nanos) -> {},
        metadata -> true);
  }

  private Fragile start(AgentDefinition definition, int maximum) {
    var agent = new Fragile();
    if (definition.equals(QA)) {
      started.add(agent);
      if (there.incrementAndGet() > maximum) {
        faults.add("too many instances");
      }
    }
    return agent;
  }

  private static int sum(List<int[]> ends, int end) {
    return ends.stream().mapToInt(each -> each[end]).sum();
  }

  /** Has at times too little time to wait, or to get its slot back. */
  private static final class Impatient extends FakeTask {
    private final int chance;

    Impatient(Random random) {
      super(random.nextInt(3));
      chance = random.nextInt(100);
    }

    @Override
    public <T> T pause(Wait<T> wait) throws InterruptedException {
      if (chance == 0) {
        Thread.currentThread().interrupt();
      }
      T result = super.pause(wait);
      if (chance == 1) {
        throw new InterruptedException();
      }
      return result;
    }
  }

  private final class Fragile implements Agent {
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean failsReset;

    /** Is counted no more. Told before its place can be free. */
    void leaves() {
      if (left.compareAndSet(false, true)) {
        there.decrementAndGet();
      }
    }

    @Override
    public Reply execute(Task task, TaskContext context) {
      return Reply.of("");
    }

    @Override
    public void reset() {
      if (failsReset) {
        leaves();
        throw new IllegalStateException();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
