package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.Engine;
import dev.impresario.Health.Status;
import dev.impresario.Interceptor;
import dev.impresario.ModelPolicy;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.core.internal.dispatch.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Executors, interceptors and agents that do what they should not: the engine holds all the same.
 */
@Timeout(60)
class HostileHostTest {
  private final FakeSource source =
      new FakeSource("project").with("qa.md", "qa\nTest it.").with("dev.md", "dev\nBuild it.");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    fixture.close();
  }

  private interface Work {
    Reply on(Task task, TaskContext context) throws Exception;
  }

  // ---- executors

  @Test
  void anExecutorThatRefusesThousands_failsEachOfThem_withoutRecursion() throws Exception {
    var refuse = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    var pool = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    Engine engine =
        engine(
            with(
                s ->
                    s.concurrency(1)
                        .executor(
                            work -> {
                              if (refuse.get()) {
                                throw new IllegalStateException("shut down");
                              }
                              pool.execute(work);
                            })),
            (task, context) -> {
              begun.countDown();
              return stubborn(task);
            });
    Submission first = engine.submit(Task.of("qa", "hang"));
    begun.await();
    var waiting = new ArrayList<Submission>();
    for (int i = 0; i < 9_000; i++) {
      waiting.add(engine.submit(Task.of("qa", "never")));
    }

    refuse.set(true);
    first.cancel();

    for (Submission each : waiting) {
      assertThat(((Failure) each.await()).code()).isEqualTo(Code.QUEUE_FULL);
    }
    refuse.set(false);
    release.countDown();
    pool.shutdown();
  }

  @Test
  void anExecutorThatRunsWorkInTheCaller_doesNotStopTheClock() throws Exception {
    var begun = new CountDownLatch(1);
    var pool =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new CallerRunsPolicy());
    Engine engine =
        engine(
            with(s -> s.concurrency(1).executor(pool)),
            (task, context) -> {
              begun.countDown();
              return stubborn(task);
            });
    Submission first = engine.submit(Task.of("qa", "hang"));
    begun.await();
    Submission second = engine.submit(Task.of("qa", "hang").withTimeout(Duration.ofSeconds(2)));
    Submission third = engine.submit(Task.of("qa", "hang").withTimeout(Duration.ofSeconds(2)));

    first.cancel();

    assertThat(((Failure) second.await()).code()).isEqualTo(Code.TIMED_OUT);
    assertThat(((Failure) third.await()).code()).isEqualTo(Code.TIMED_OUT);
    release.countDown();
    pool.shutdown();
  }

  @Test
  void agentsThatSpinOnEveryProcessor_doNotStopOthers() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    var begun = new CountDownLatch(processors);
    var stop = new AtomicBoolean();
    Engine engine =
        engine(
            with(s -> s.concurrency(processors + 1).abandoned(processors)),
            (task, context) -> {
              if (task.input().equals("spin")) {
                begun.countDown();
              }
              while (task.input().equals("spin") && !stop.get()) {
                Thread.onSpinWait();
              }
              return Reply.of("ok");
            });
    var spinning = new ArrayList<Submission>();
    for (int i = 0; i < processors; i++) {
      spinning.add(engine.submit(Task.of("qa", "spin")));
    }
    try {
      begun.await();
      spinning.forEach(Submission::cancel);
      for (Submission each : spinning) {
        assertThat(((Failure) each.await()).code()).isEqualTo(Code.CANCELLED);
      }
      Until.so(() -> fixture.abandoned() == processors);

      Submission next = engine.submit(Task.of("qa", "work"));

      assertThat(next.await().text()).isEqualTo("ok");
      assertThat(next.result().toCompletableFuture().get(10, TimeUnit.SECONDS).text())
          .isEqualTo("ok");
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aThreadLocalOfOneSubmitter_isNotInheritedByAnothersTask() throws Exception {
    var user = new InheritableThreadLocal<String>();
    Engine engine =
        engine(with(s -> s.concurrency(1)), (task, context) -> Reply.of("user " + user.get()));

    user.set("A");
    Submission first = engine.submit(Task.of("qa", "a"));
    user.set("B");
    Submission second = engine.submit(Task.of("qa", "b"));
    user.remove();

    assertThat(first.await().text()).isEqualTo("user null");
    assertThat(second.await().text()).isEqualTo("user null");
  }

  // ---- interceptors

  @Test
  void anInterceptor_cannotGoOnElsewhere_orLater() throws Exception {
    var elsewhere = new CompletableFuture<String>();
    var ran = new AtomicInteger();
    Engine engine =
        engine(
            with(
                s ->
                    s.interceptors(
                        (task, chain) -> {
                          var proceeding =
                              CompletableFuture.supplyAsync(() -> proceed(task, chain));
                          try {
                            elsewhere.complete(proceeding.get().text());
                          } catch (ExecutionException e) {
                            elsewhere.complete(
                                Objects.requireNonNull(e.getCause()).getMessage() + "");
                          }
                          return TaskResult.refused(task, "gave up");
                        })),
            (task, context) -> Reply.of("ran " + ran.incrementAndGet()));

    assertThat(((Failure) engine.delegate(Task.of("qa", "work"))).message()).isEqualTo("gave up");
    assertThat(elsewhere.get())
        .isEqualTo(
            "a task goes on only within its interceptor's call, and on the same thread; to limit"
                + " its time, use Task.withTimeout");
    assertThat(ran).hasValue(0);
  }

  private static TaskResult proceed(Task task, Interceptor.Chain chain) {
    try {
      return chain.proceed(task);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- budgets and children

  @Test
  void aBudgetOfTime_endsWorkThatNeverPauses() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              for (int i = 0; i < 1_000; i++) {
                context.call(
                    "m",
                    1,
                    attempt -> {
                      TimeUnit.MILLISECONDS.sleep(20); // that much work
                      return "";
                    });
              }
              return Reply.of("all of it");
            });

    TaskResult result =
        engine.delegate(
            Task.of("qa", "work").withBudget(Budget.unlimited().withTime(Duration.ofMillis(100))));

    assertThat(((Failure) result).code()).isEqualTo(Code.BUDGET_EXCEEDED);
  }

  @Test
  void whatAnAbandonedCallHasReserved_isGivenBack() throws Exception {
    fixture.budget(Budget.unlimited().withTokens(100));
    Engine engine =
        engine(
            with(s -> s.concurrency(1)),
            (task, context) -> context.call("m", 100, attempt -> stubborn(task)));

    engine.delegate(Task.of("qa", "hang").withTimeout(Duration.ofMillis(50)));

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("work");
  }

  @Test
  void aThousandTasksThatWaitForOneAgent_doNotKeepOthersFromBeginning() throws Exception {
    fixture.policies(
        new Policies(
            AgentPolicy.defaults(),
            Map.of("qa", AgentPolicy.defaults().withMaximumInstances(1)),
            ModelPolicy.defaults(),
            Map.of()));
    Engine engine = engine((task, context) -> stubborn(task));
    for (int i = 0; i < 1_100; i++) {
      engine.submit(Task.of("qa", "hang").withTimeout(Duration.ofSeconds(20)));
    }

    TaskResult other = engine.delegate(Task.of("dev", "work").withTimeout(Duration.ofSeconds(10)));

    assertThat(other.text()).isEqualTo("work");
    release.countDown();
  }

  @Test
  void whatOpensResources_actsForItsTask_whateverThreadItIsOn() throws Exception {
    var depths = Collections.synchronizedList(new ArrayList<Integer>());
    var together = new CyclicBarrier(3);
    Engine engine =
        engine(
            (task, context) -> {
              if (task.depth() > 0) {
                depths.add(task.depth());
                return Reply.of("child");
              }
              Callable<AutoCloseable> opener =
                  () -> {
                    together.await();
                    fixture.engine().submit(Task.of("dev", "help")).await();
                    return () -> {};
                  };
              try (var opened = context.acquireAll(List.of(opener, opener, opener))) {
                return Reply.of(opened.all().size() + " open");
              }
            });

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("3 open");
    assertThat(depths).containsExactly(1, 1, 1);
  }

  @Test
  void siblingsThatAwaitEachOther_failAtOnce() throws Exception {
    var submissions = new ArrayList<CompletableFuture<Submission>>();
    submissions.add(new CompletableFuture<>());
    submissions.add(new CompletableFuture<>());
    Engine engine =
        engine(
            (task, context) ->
                Reply.of(submissions.get(Integer.parseInt(task.input())).get().await().text()));

    submissions.get(0).complete(engine.submit(Task.of("qa", "1")));
    submissions.get(1).complete(engine.submit(Task.of("qa", "0")));

    TaskResult one = submissions.get(0).get().await();
    TaskResult other = submissions.get(1).get().await();
    assertThat(List.of(one, other).toString())
        .doesNotContain("TIMED_OUT")
        .contains("java.lang.IllegalStateException");
  }

  // ---- futures, ageing, lost slots, scans

  @Test
  void cancellingTheFuture_cancelsTheTask() throws Exception {
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Engine engine =
        engine(
            (task, context) -> {
              begun.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return Reply.of("never");
            });
    Submission submission = engine.submit(Task.of("qa", "work"));
    begun.await();

    assertThat(submission.result().toCompletableFuture().cancel(true)).isTrue();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(((Failure) submission.await()).code()).isEqualTo(Code.CANCELLED);
  }

  @Test
  void ageingThatNeverComes_keepsPrioritiesInOrder() throws Exception {
    var done = Collections.synchronizedList(new ArrayList<String>());
    Engine engine =
        engine(
            with(s -> s.concurrency(1).ageing(Duration.ofDays(36_500))),
            (task, context) -> {
              if (task.input().equals("wait")) {
                release.await();
              }
              done.add(task.input());
              return Reply.of("ok");
            });
    engine.submit(Task.of("qa", "wait"));
    Submission whenever = engine.submit(Task.of("qa", "whenever").withPriority(9));
    Submission normal = engine.submit(Task.of("qa", "normal"));
    Submission urgent = engine.submit(Task.of("qa", "urgent").withPriority(0));

    release.countDown();
    whenever.await();
    normal.await();
    urgent.await();

    assertThat(done).containsExactly("wait", "urgent", "normal", "whenever");
  }

  @Test
  void aLostSlot_isGivenBack_whenThereIsRoomForItsThreadAmongTheAbandoned() throws Exception {
    var first = new CountDownLatch(1);
    var begun = new Semaphore(0);
    Engine engine =
        engine(
            with(s -> s.concurrency(1).abandoned(1)),
            (task, context) -> {
              begun.release();
              if (task.input().equals("first")) {
                quietly(first);
              }
              return stubborn(task);
            });
    for (String input : List.of("first", "hang")) {
      Submission stray = engine.submit(Task.of("qa", input));
      begun.acquire();
      stray.cancel();
    }
    Until.so(() -> engine.health().status() == Status.DOWN);

    first.countDown();

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("work");
    assertThat(engine.health().status()).isEqualTo(Status.DEGRADED);
  }

  @Test
  void submit_waitsForNoScan_evenWhereModelsHaveLimits() throws Exception {
    fixture.policies(
        new Policies(
            AgentPolicy.defaults(), Map.of(), ModelPolicy.defaults().withConcurrency(1), Map.of()));
    source.scanHook = () -> quietly(release);
    Engine engine = engine((task, context) -> Reply.of("ok"));

    TaskResult result = engine.delegate(Task.of("qa", "work").withTimeout(Duration.ofMillis(100)));

    assertThat(((Failure) result).code()).isEqualTo(Code.TIMED_OUT);
  }

  // ---- fixtures

  private Reply stubborn(Task task) {
    if (task.input().equals("hang")) {
      quietly(release);
    }
    return Reply.of(task.input());
  }

  /** Waits whatever interrupts it. */
  private static void quietly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  private static UnaryOperator<Settings> with(UnaryOperator<TestSettings> change) {
    return settings -> change.apply(TestSettings.of(settings)).build();
  }

  private Engine engine(Work work) {
    return engine(settings -> settings, work);
  }

  private Engine engine(UnaryOperator<Settings> settings, Work work) {
    return fixture
        .settings(settings)
        .runtime(definition -> (task, context) -> work.on(task, context))
        .engine();
  }
}
