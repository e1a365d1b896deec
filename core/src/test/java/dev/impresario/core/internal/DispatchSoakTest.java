package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Agent;
import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.TaskResult.Success;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Very many tasks, some of which go wrong in each way there is. */
@Tag("soak")
class DispatchSoakTest {
  private static final int TASKS = 1_000 * Integer.getInteger("impresario.soak.factor", 1);
  private static final int SLOTS = 10;
  private static final int STUBBORN = 3;

  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger tasksOfOneAgent = new AtomicInteger();
  private final CyclicBarrier together = new CyclicBarrier(SLOTS);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Thread> strays = ConcurrentHashMap.newKeySet();

  @Test
  @Timeout(300)
  void everyTaskEnds_noSlotOrAgentIsLost_andNoThreadIsLeftButTheAbandoned() throws Exception {
    var source = new FakeSource("project").with("qa.md", "qa\nTest it.");
    var fixture =
        new EngineFixture().source(Scope.PROJECT, source).runtime(definition -> new Mixed());
    Engine engine = fixture.engine();
    var submissions = new ArrayList<Submission>();
    int cancelled = 0;

    for (int i = 0; i < TASKS; i++) {
      submissions.add(engine.submit(task(i)));
      if (kind(i).equals("cancel")) {
        cancelled += submissions.get(i).cancel() ? 1 : 0;
      }
    }
    var results = new ArrayList<TaskResult>();
    for (Submission submission : submissions) {
      results.add(submission.await());
    }

    assertThat(results).extracting(result -> result.task().id()).containsExactlyElementsOf(ids());
    int hundreds = TASKS / 100;
    assertThat(count(results, Code.EXECUTION_FAILED)).isEqualTo(hundreds);
    assertThat(count(results, Code.TIMED_OUT)).isEqualTo(hundreds);
    assertThat(count(results, Code.CANCELLED)).isEqualTo(cancelled);
    assertThat(results.stream().filter(Success.class::isInstance))
        .hasSize(TASKS - 2 * hundreds - cancelled);
    assertThat(highest.get()).isBetween(SLOTS - STUBBORN, SLOTS);
    assertAllSlotsAreFree(engine);
    assertNothingIsLeft(fixture);
  }

  private void assertAllSlotsAreFree(Engine engine) throws InterruptedException {
    List<TaskResult> together = engine.delegateAll(Collections.nCopies(SLOTS, task("meet")));
    assertThat(together).allSatisfy(result -> assertThat(result.text()).isEqualTo("met"));
  }

  private void assertNothingIsLeft(EngineFixture fixture) throws InterruptedException {
    assertThat(strays).hasSize(STUBBORN);
    assertThat(strays)
        .allSatisfy(stray -> assertThat(stray.getName()).isEqualTo("impresario-abandoned-qa"));
    release.countDown();
    fixture.close();
    for (Thread thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    assertThat(started.get()).isEqualTo(closed.get());
    assertThat(tasksOfOneAgent.get()).as("tasks of one agent at once").isEqualTo(1);
  }

  private static List<String> ids() {
    return IntStream.range(0, TASKS).mapToObj(i -> "t" + i).toList();
  }

  private static long count(List<TaskResult> results, Code code) {
    return results.stream().filter(r -> r instanceof Failure f && f.code() == code).count();
  }

  /** In every hundred one fails, one hangs until its time is over, and one is cancelled. */
  private static String kind(int i) {
    return switch (i % 100) {
      case 13 -> "fail";
      case 42 -> i / 100 < STUBBORN ? "ignore" : "hang";
      case 77 -> "cancel";
      default -> "work";
    };
  }

  private static Task task(int i) {
    String kind = kind(i);
    Task task = task(kind).withId("t" + i);
    return switch (kind) {
      case "ignore", "hang" -> task.withPriority(0).withTimeout(Duration.ofSeconds(3));
      default -> task.withPriority(i % 10);
    };
  }

  private static Task task(String input) {
    return Task.of("qa", input);
  }

  private final class Mixed implements Agent {
    private final AtomicInteger tasks = new AtomicInteger();

    Mixed() {
      started.incrementAndGet();
    }

    @Override
    public Reply execute(Task task, TaskContext context) throws Exception {
      threads.add(Thread.currentThread());
      boolean counts = !task.input().equals("ignore"); // an abandoned one works beyond its slot
      int now = counts ? working.incrementAndGet() : 0;
      highest.accumulateAndGet(now, Math::max);
      tasksOfOneAgent.accumulateAndGet(tasks.incrementAndGet(), Math::max);
      try {
        return work(task);
      } finally {
        tasks.decrementAndGet();
        working.addAndGet(counts ? -1 : 0);
      }
    }

    private Reply work(Task task) throws Exception {
      switch (task.input()) {
        case "fail" -> throw new IllegalStateException("as planned");
        case "hang" -> new CountDownLatch(1).await();
        case "ignore" -> ignoreInterrupts();
        case "meet" -> {
          together.await();
          return Reply.of("met");
        }
        default -> LockSupport.parkNanos(100_000); // the work
      }
      return Reply.of("ok");
    }

    private void ignoreInterrupts() {
      strays.add(Thread.currentThread());
      while (true) {
        try {
          release.await();
          return;
        } catch (InterruptedException e) {
          // that is the point
        }
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
