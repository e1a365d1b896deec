package dev.impresario.core.internal.pool;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.AgentPolicy;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Pools with a clock that stands, and background work that is done when the test says so. */
final class PoolFixture {
  static final AgentPolicy ONE = AgentPolicy.defaults().withMaximumInstances(1);

  /** Work for later, and in how long. */
  record Alarmed(Duration delay, Runnable work) {}

  final FakeRuntime runtime = new FakeRuntime();
  final Map<String, AgentPolicy> policies = new ConcurrentHashMap<>();
  final AtomicLong clock = new AtomicLong();
  final Deque<Runnable> background = new ConcurrentLinkedDeque<>();
  final Deque<Alarmed> alarms = new ConcurrentLinkedDeque<>();
  final List<String> waits = new ArrayList<>();

  /** Ids with their versions, of what is not offered any more. */
  final Set<String> gone = ConcurrentHashMap.newKeySet();

  final AgentPools pools;
  private volatile boolean closing;
  private final Deque<Thread> threads = new ArrayDeque<>();

  PoolFixture(AgentPolicy policy) {
    pools =
        new AgentPools(
            runtime,
            id -> policies.getOrDefault(id, policy),
            this::execute,
            clock::get,
            (delay, work) -> alarms.add(new Alarmed(delay, work)),
            (id, nanos) -> waits.add(id + " " + nanos),
            metadata -> !gone.contains(metadata.id() + metadata.version()));
  }

  static AgentDefinition agent(String id) {
    return agent(id, "1");
  }

  static AgentDefinition agent(String id, String version) {
    var metadata =
        new AgentMetadata(
            id,
            id,
            "",
            null,
            Set.of(),
            ToolGrant.inherit(),
            null,
            Map.of(),
            new Origin("test", Scope.PROJECT, "plain", id + ".md"),
            version,
            false);
    return new AgentDefinition(metadata, "You help.");
  }

  /** Has version 1 of the agent be offered no more. */
  void retire(String id) {
    gone.add(id + "1");
    pools.retire(id);
  }

  Lease borrow(AgentDefinition agent) throws InterruptedException, NoAgentException {
    return pools.borrow(agent, new FakeTask());
  }

  /** Borrows on a thread of its own. */
  Borrowing borrowing(AgentDefinition agent, FakeTask task) {
    var borrowing = new Borrowing(() -> pools.borrow(agent, task));
    threads.add(borrowing.thread);
    borrowing.thread.start();
    return borrowing;
  }

  /** Borrows on a thread of its own, and returns when that waits in line. */
  Borrowing inLine(AgentDefinition agent, FakeTask task) throws InterruptedException {
    Borrowing borrowing = borrowing(agent, task);
    task.meetInLine();
    return borrowing;
  }

  void doBackgroundWork() {
    for (Runnable work = background.poll(); work != null; work = background.poll()) {
      work.run();
    }
  }

  /** Moves the clock, and lets those alarms go off that are due. */
  void pass(Duration time) {
    clock.addAndGet(time.toNanos());
    for (Alarmed alarm : List.copyOf(alarms)) {
      if (alarm.delay().compareTo(time) <= 0 && alarms.remove(alarm)) {
        alarm.work().run();
      }
    }
    doBackgroundWork();
  }

  String health() {
    return pools.health().reason();
  }

  private void execute(Runnable work) {
    if (closing) {
      var thread = new Thread(work, "closer");
      thread.setDaemon(true);
      thread.start();
    } else {
      background.add(work);
    }
  }

  /** Closes the pools, with threads for whatever is to be done. */
  List<String> closePools(Duration timeout) {
    closing = true;
    doBackgroundWork();
    return pools.close(timeout);
  }

  void close() throws InterruptedException {
    closePools(Duration.ofSeconds(20));
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(20));
      if (thread.isAlive()) {
        throw new AssertionError("a borrower is left behind");
      }
    }
  }

  /** A borrow that goes on beside the test. */
  static final class Borrowing {
    private final FutureTask<Lease> future;
    final Thread thread;

    private Borrowing(Callable<Lease> work) {
      future = new FutureTask<>(work);
      thread = new Thread(future, "borrower");
      thread.setDaemon(true);
    }

    Lease lease() throws Exception {
      return future.get(20, TimeUnit.SECONDS);
    }

    boolean isDone() {
      return future.isDone();
    }

    void interrupt() {
      thread.interrupt();
    }
  }
}
