package dev.impresario.core.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentNotFoundException;
import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.ModelPolicy;
import dev.impresario.Monitor;
import dev.impresario.Registry;
import dev.impresario.Reply;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.ToolGrant;
import dev.impresario.core.internal.calls.Meter;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.dispatch.Dispatcher.Surroundings;
import dev.impresario.core.internal.pool.AgentPools;
import dev.impresario.core.internal.slots.SlotQueue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The crew of a dispatcher whose tasks end, or wait, where they look for their agent. */
@Timeout(60)
class CrewTest {
  private static final int SLOTS = 4;

  private final ConcurrentLinkedQueue<Runnable> woken = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
  private final AtomicInteger wakes = new AtomicInteger();
  private final Semaphore atWork = new Semaphore(0);
  private final CountDownLatch done = new CountDownLatch(1);
  private final SystemClock clock = new SystemClock();
  private Executor threads = woken::add;
  private boolean working;
  private final Dispatcher dispatcher = dispatcher();

  @AfterEach
  void end() {
    done.countDown();
    clock.close();
  }

  @Test
  void submit_whileAThreadIsOnItsWay_wakesNoOther() throws InterruptedException {
    List<Submission> submissions = submit(3);

    assertThat(woken).hasSize(1);

    woken.remove().run();
    for (Submission submission : submissions) {
      assertThat(submission.await()).isInstanceOf(TaskResult.Failure.class);
    }
    assertThat(begun).containsExactly("0", "1", "2");
  }

  @Test
  void arrive_whereMoreIsToDo_wakesTheNextBeforeItWorks() throws InterruptedException {
    working = true;
    threads = this::start;

    submit(SLOTS + 3);

    assertThat(atWork.tryAcquire(SLOTS, 20, TimeUnit.SECONDS)).isTrue();
    assertThat(wakes).hasValue(SLOTS);
  }

  @Test
  void arrive_afterAnotherDidAllThereWas_leavesTheNextToBeWoken() {
    submit(2);
    woken.remove().run();

    while (!woken.isEmpty()) {
      woken.remove().run();
    }
    submit(1);

    assertThat(woken).hasSize(1);
  }

  @Test
  void submit_whereNoThreadIsToBeHad_refusesEach_andBeginsLaterOnes() throws InterruptedException {
    threads =
        work -> {
          throw new OutOfMemoryError("no thread");
        };

    for (Submission submission : submit(2 * SLOTS)) {
      assertThat(submission.await())
          .isInstanceOfSatisfying(
              TaskResult.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(TaskResult.Code.QUEUE_FULL));
    }
    threads = Runnable::run;
    submit(1);

    assertThat(begun).hasSize(1);
  }

  @Test
  void arrive_whereNoFurtherThreadIsToBeHad_refusesWhatCountedOnIt() throws InterruptedException {
    List<Submission> submissions = submit(3);
    threads =
        work -> {
          throw new OutOfMemoryError("no thread");
        };

    woken.remove().run();

    assertThat(begun).containsExactly("0");
    assertThat(submissions.get(1).await().toString()).contains("QUEUE_FULL");
    assertThat(submissions.get(2).await().toString()).contains("QUEUE_FULL");
  }

  @Test
  void submit_byManyThreads_forgetsNone() throws InterruptedException {
    threads = this::start;
    int each = 2_000 * Integer.getInteger("impresario.soak.factor", 1);
    var results = new ConcurrentLinkedQueue<TaskResult>();

    List<Thread> submitters =
        IntStream.range(0, 4).mapToObj(i -> new Thread(() -> delegate(each, results))).toList();
    submitters.forEach(Thread::start);
    for (Thread submitter : submitters) {
      submitter.join();
    }

    assertThat(results).hasSize(4 * each);
    assertThat(begun).hasSize(4 * each);
  }

  private void delegate(int tasks, ConcurrentLinkedQueue<TaskResult> results) {
    try {
      for (int i = 0; i < tasks; i += 2) {
        Submission first = dispatcher.host().submit(Task.of("qa", "Test"));
        Submission second = dispatcher.host().submit(Task.of("qa", "Test"));
        results.add(first.await());
        results.add(second.await());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Submission> submit(int tasks) {
    var submissions = new ArrayList<Submission>();
    for (int i = 0; i < tasks; i++) {
      submissions.add(dispatcher.host().submit(Task.of(String.valueOf(i), "Test")));
    }
    return submissions;
  }

  private void start(Runnable work) {
    wakes.incrementAndGet();
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private Object look(String agent) throws InterruptedException {
    begun.add(agent);
    atWork.release();
    if (working) {
      done.await();
    }
    throw new AgentNotFoundException(agent, List.of());
  }

  private Dispatcher dispatcher() {
    var registry =
        (Registry)
            Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {Registry.class},
                (proxy, method, arguments) -> look((String) arguments[0]));
    var pools =
        new AgentPools(
            definition -> (task, context) -> Reply.of("done"),
            id -> AgentPolicy.defaults(),
            Runnable::run,
            System::nanoTime,
            (delay, work) -> {},
            (id, nanos) -> {},
            metadata -> true);
    var calls = new ModelCalls(model -> ModelPolicy.defaults(), (model, nanos, success) -> {});
    var meter = new Meter("the engine", null, Budget.unlimited(), model -> ModelPolicy.defaults());
    return new Dispatcher(
        settings(),
        new SlotQueue(SLOTS, 100_000, agent -> Integer.MAX_VALUE, model -> Integer.MAX_VALUE),
        new Surroundings(
            registry,
            pools,
            calls,
            meter,
            model -> ModelPolicy.defaults(),
            agent -> null,
            (name, tags) -> new Unmeasured(),
            clock,
            work -> threads.execute(work),
            Runnable::run));
  }

  private static Settings settings() {
    return new Settings(
        SLOTS,
        100_000,
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(1),
        5,
        1,
        1,
        Budget.unlimited(),
        ToolGrant.inherit(),
        List.of(),
        null,
        null);
  }

  private static final class Unmeasured implements Monitor.Operation {
    @Override
    public void record(long nanos, boolean success) {}

    @Override
    public Monitor.Timer start() {
      throw new AssertionError("tasks are recorded");
    }
  }
}
