package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Agent;
import dev.impresario.AgentPolicy;
import dev.impresario.Engine;
import dev.impresario.Health.Status;
import dev.impresario.ImpresarioException;
import dev.impresario.ModelCallException;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of tasks: when they run, how they end, and what is left of them. */
@Timeout(60)
class DispatchTest {
  private final FakeSource source =
      new FakeSource("project").with("qa.md", "qa\nTest it.").with("dev.md", "dev\nBuild it.");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    release.countDown();
    fixture.close();
  }

  /** What an agent does with one task. */
  private interface Work {
    Reply on(Task task, TaskContext context) throws Exception;
  }

  // ---- order and limits

  @Test
  void delegateAll_returnsOneResultForEachTask_inTheirOrder_whateverFails() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              if (task.input().equals("2")) {
                throw new IllegalStateException("secret");
              }
              return Reply.of("did " + task.input());
            });

    List<TaskResult> results =
        engine.delegateAll(
            List.of(
                Task.of("qa", "1"),
                Task.of("qa", "2"),
                Task.of("nobody", "3"),
                Task.of("qa", "4")));

    assertThat(results)
        .extracting(r -> r instanceof Failure f ? f.code().name() : r.text())
        .containsExactly("did 1", "EXECUTION_FAILED", "AGENT_NOT_FOUND", "did 4");
  }

  @Test
  void noMoreTasksThanSlots_workAtOnce() throws Exception {
    var together = new CyclicBarrier(3);
    Engine engine =
        engine(
            settings(3),
            (task, context) -> {
              together.await();
              return Reply.of("ok");
            });

    List<TaskResult> results =
        engine.delegateAll(Collections.nCopies(9, Task.of("qa", "meet two others")));

    assertThat(results).allSatisfy(result -> assertThat(result.text()).isEqualTo("ok"));
    assertThat(fixture.highestWorking()).isLessThanOrEqualTo(3);
  }

  @Test
  void theMoreUrgentTask_goesFirst_andEqualsInTheOrderOfTheirSubmission() throws Exception {
    Engine engine = engine(settings(1), this::recorded);
    Submission blocker = engine.submit(Task.of("qa", "wait"));
    List<Submission> waiting =
        List.of(
            engine.submit(Task.of("qa", "normal 1")),
            engine.submit(Task.of("qa", "whenever").withPriority(9)),
            engine.submit(Task.of("qa", "urgent").withPriority(0)),
            engine.submit(Task.of("qa", "normal 2")));

    release.countDown();
    blocker.await();
    for (Submission each : waiting) {
      each.await();
    }

    assertThat(done).containsExactly("wait", "urgent", "normal 1", "normal 2", "whenever");
  }

  @Test
  void anAgentAtItsLimit_doesNotBlockOthers() throws Exception {
    fixture.policies(
        new Policies(
            AgentPolicy.defaults(),
            Map.of("qa", AgentPolicy.defaults().withConcurrency(1)),
            ModelPolicy.defaults(),
            Map.of()));
    Engine engine = engine(this::recorded);
    Submission working = engine.submit(Task.of("qa", "wait"));
    Submission second = engine.submit(Task.of("qa", "second").withPriority(0));

    TaskResult other = engine.delegate(Task.of("dev", "other").withPriority(9));

    assertThat(other.text()).isEqualTo("other");
    assertThat(done).containsExactly("other");
    release.countDown();
    assertThat(second.await().text()).isEqualTo("second");
    assertThat(working.await().text()).isEqualTo("wait");
  }

  @Test
  void aFullQueue_answersAtOnce_andSaysSo() throws Exception {
    Engine engine = engine(with(s -> s.concurrency(1).capacity(1)), this::recorded);
    engine.submit(Task.of("qa", "wait"));
    engine.submit(Task.of("qa", "in the queue"));

    Failure failure = (Failure) engine.delegate(Task.of("qa", "too many").withId("t3"));

    assertThat(failure.code()).isEqualTo(Code.QUEUE_FULL);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo(
            "task 't3' for agent 'qa' is not taken, since 1 wait already; submit it later, or allow"
                + " more with queueCapacity");
    assertThat(engine.health().status()).isEqualTo(Status.DEGRADED);
  }

  // ---- how tasks end

  @Test
  void cancel_ofAWaitingTask_withdrawsIt() throws Exception {
    Engine engine = engine(settings(1), this::recorded);
    Submission working = engine.submit(Task.of("qa", "wait"));
    Submission waiting = engine.submit(Task.of("qa", "never").withId("t2"));

    assertThat(waiting.cancel()).isTrue();
    assertThat(waiting.cancel()).isFalse();

    assertThat(waiting.await())
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.CANCELLED);
              assertThat(failure.message())
                  .isEqualTo(
                      "task 't2' for agent 'qa' was cancelled: its caller did not want it any"
                          + " more");
            });
    release.countDown();
    working.await();
    assertThat(done).containsExactly("wait");
  }

  @Test
  void cancel_ofARunningTask_interruptsItsAgent_andFreesItsSlot() throws Exception {
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Engine engine =
        engine(
            settings(1),
            (task, context) -> {
              if (task.input().equals("hang")) {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } finally {
                  assertThat(context.cancelled()).isTrue();
                  interrupted.countDown();
                }
              }
              return Reply.of("ok");
            });
    Submission hanging = engine.submit(Task.of("qa", "hang"));
    begun.await();

    hanging.cancel();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(((Failure) hanging.await()).code()).isEqualTo(Code.CANCELLED);
    assertThat(engine.delegate(Task.of("qa", "next")).text()).isEqualTo("ok");
  }

  @Test
  void theInterruptOfOneTask_doesNotReachTheNextOnTheSameThread() throws Exception {
    var begun = new CountDownLatch(1);
    Engine engine =
        engine(
            settings(1),
            (task, context) -> {
              if (task.input().equals("hang")) {
                begun.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
                return Reply.of("stopped, with the flag still set");
              }
              return Reply.of("interrupted: " + Thread.currentThread().isInterrupted());
            });
    Submission hanging = engine.submit(Task.of("qa", "hang"));
    Submission next = engine.submit(Task.of("qa", "next"));
    begun.await();

    hanging.cancel();

    assertThat(next.await().text()).isEqualTo("interrupted: false");
  }

  @Test
  void aTask_isOutOfTime_whetherItWaitsOrWorks() throws Exception {
    Engine engine = engine(settings(1), this::recorded);

    Submission working = engine.submit(Task.of("qa", "wait").withTimeout(Duration.ofSeconds(1)));
    Submission waiting =
        engine.submit(Task.of("qa", "late").withId("t2").withTimeout(Duration.ofMillis(50)));

    Failure inQueue = (Failure) waiting.await();
    assertThat(inQueue.code()).isEqualTo(Code.TIMED_OUT);
    assertThat(inQueue.retryable()).isTrue();
    assertThat(inQueue.message())
        .isEqualTo(
            "task 't2' for agent 'qa' was out of time after 0.1 s, before it could begin; allow"
                + " more with Task.withTimeout, or more tasks at once with concurrency");
    assertThat(inQueue.queued()).isEqualTo(inQueue.elapsed());
    Failure atWork = (Failure) working.await();
    assertThat(atWork.message())
        .contains("while its agent was at work; allow more with Task.withTimeout");
    assertThat(atWork.queued()).isLessThan(atWork.elapsed());
  }

  @Test
  void anAgentThatIgnoresItsInterrupt_isAbandoned_andItsSlotIsFree() throws Exception {
    Engine engine = engine(settings(1), this::stubborn);

    TaskResult hanging = engine.delegate(Task.of("qa", "hang").withTimeout(Duration.ofSeconds(1)));
    TaskResult next = engine.delegate(Task.of("qa", "next"));

    assertThat(((Failure) hanging).code()).isEqualTo(Code.TIMED_OUT);
    assertThat(next.text()).isEqualTo("next");
    assertThat(engine.health().parts())
        .anySatisfy(
            part -> {
              assertThat(part.name()).isEqualTo("abandoned threads");
              assertThat(part.status()).isEqualTo(Status.DEGRADED);
              assertThat(part.reason())
                  .isEqualTo("1 of at most 10 threads abandoned, 0 slots lost");
            });
    assertThat(stray.get().getName()).isEqualTo("impresario-abandoned-qa");
    assertThat(closedAgents).isEmpty();
    release.countDown();
    awaitClosed(1);
  }

  @Test
  void beyondTheBoundOfAbandonedThreads_theSlotStaysLost_untilTheThreadEnds() throws Exception {
    Engine engine = engine(with(s -> s.concurrency(1).abandoned(0)), this::stubborn);
    Submission hanging = engine.submit(Task.of("qa", "hang"));
    stray.get();
    hanging.cancel();

    TaskResult starved =
        engine.delegate(Task.of("qa", "starved").withTimeout(Duration.ofMillis(1_500)));

    assertThat(((Failure) starved).code()).isEqualTo(Code.TIMED_OUT);
    assertThat(engine.health().status()).isEqualTo(Status.DOWN);
    release.countDown();
    assertThat(engine.delegate(Task.of("qa", "fine")).text()).isEqualTo("fine");
    assertThat(engine.health().status()).isEqualTo(Status.UP);
  }

  @Test
  void anInterruptOfTheCaller_cancelsWhatItWaitsFor() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Engine engine =
        engine(
            (task, context) -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              return Reply.of("never");
            });
    var thrown = new AtomicReference<@Nullable Exception>();
    var caller =
        new Thread(
            () -> {
              try {
                engine.delegate(Task.of("qa", "hang"));
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    caller.start();
    begun.await();

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  // ---- trees

  @Test
  void children_haveLessOfEverything() throws Exception {
    source.with("dev.md", "dev\nBuild it.");
    var seen = new ConcurrentHashMap<String, Task>();
    var remaining = new ConcurrentHashMap<String, Duration>();
    Engine engine =
        engine(
            (task, context) -> {
              seen.put(task.agent(), task);
              remaining.put(task.agent(), context.remaining());
              return task.depth() == 0
                  ? Reply.of(
                      context
                          .delegator()
                          .delegate(Task.of("dev", "help").withTimeout(Duration.ofHours(5)))
                          .text())
                  : Reply.of("helped");
            });
    Task root = Task.of("qa", "work").withPriority(3).withTimeout(Duration.ofSeconds(30));

    assertThat(engine.delegate(root).text()).isEqualTo("helped");

    Task child = Objects.requireNonNull(seen.get("dev"));
    assertThat(child.depth()).isEqualTo(1);
    assertThat(child.parent()).contains(root.id());
    assertThat(child.priority()).isEqualTo(3);
    assertThat(remaining.get("dev")).isLessThanOrEqualTo(remaining.get("qa"));
  }

  @Test
  void aCallOnTheEngine_fromAnAgentsThread_makesAChild() throws Exception {
    var depth = new AtomicReference<Integer>();
    Engine engine =
        engine(
            settings(1),
            (task, context) -> {
              if (task.depth() == 0) {
                return Reply.of(fixture.engine().delegate(Task.of("dev", "help")).text());
              }
              depth.set(task.depth());
              return Reply.of("as a child");
            });

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("as a child");
    assertThat(depth).hasValue(1);
  }

  @Test
  void anAgentThatCallsItselfForEver_endsAtTheDepthLimit() throws Exception {
    Engine engine =
        engine(
            settings(1),
            (task, context) -> {
              TaskResult deeper = context.delegator().delegate(Task.of("qa", "again"));
              return Reply.of(deeper instanceof Failure f ? f.message() : deeper.text());
            });

    assertThat(engine.delegate(Task.of("qa", "start")).text())
        .endsWith(
            "would be delegated 4 levels deep; 3 are allowed: look for agents that delegate to each"
                + " other, or raise maximumDepth");
  }

  @Test
  void treesInParallel_endWithOneSlot_sinceWaitingTasksHoldNone() throws Exception {
    Engine engine = engine(settings(1), DispatchTest::tree);

    List<TaskResult> results = engine.delegateAll(Collections.nCopies(10, Task.of("qa", "tree")));

    assertThat(results).allSatisfy(r -> assertThat(r.text()).isEqualTo("3+2+1+0"));
  }

  private static Reply tree(Task task, TaskContext context) throws InterruptedException {
    if (task.depth() == 3) {
      return Reply.of("0");
    }
    TaskResult below = context.delegator().delegate(Task.of("qa", "deeper"));
    return Reply.of(3 - task.depth() + "+" + below.text());
  }

  @Test
  void whenATaskEnds_itsChildrenAreCancelled() throws Exception {
    var child = new CompletableFuture<Submission>();
    Engine engine =
        engine(
            (task, context) -> {
              if (task.depth() == 0) {
                child.complete(context.delegator().submit(Task.of("dev", "hang")));
                return Reply.of("left it behind");
              }
              new CountDownLatch(1).await();
              return Reply.of("never");
            });

    engine.delegate(Task.of("qa", "work"));

    assertThat(child.get().await())
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.message())
                    .endsWith("was cancelled: the task that delegated it has ended"));
  }

  @Test
  void aFailure_showsTheMessageOfOurOwnExceptions_andOfOthersTheTypeOnly() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              throw task.input().equals("ours")
                  ? new ImpresarioException("no tool 'Read'; register it")
                  : new IllegalStateException("a secret");
            });

    assertThat(message(engine, "ours")).isEqualTo("agent 'qa' failed: no tool 'Read'; register it");
    assertThat(message(engine, "theirs"))
        .isEqualTo("agent 'qa' failed with java.lang.IllegalStateException; see the cause");
  }

  @Test
  void aTask_cannotWaitForItself() throws Exception {
    var own = new CompletableFuture<Submission>();
    var known = new CountDownLatch(1);
    Engine engine =
        engine(
            (task, context) -> {
              known.await();
              return Reply.of(own.get().await().text());
            });
    own.complete(engine.submit(Task.of("qa", "wait for yourself")));
    known.countDown();

    Failure failure = (Failure) own.get().await();

    assertThat(failure.cause())
        .hasMessage("a task cannot wait for itself, or for one that waits for it");
  }

  @Test
  void aContextThatOutlivesItsTask_beginsNothing() throws Exception {
    var kept = new CompletableFuture<TaskContext>();
    Engine engine =
        engine(
            (task, context) -> {
              kept.complete(context);
              return Reply.of("ok");
            });
    engine.delegate(Task.of("qa", "work"));
    TaskContext context = kept.get();

    context.emit("too late");
    assertThat(context.cancelled()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> context.delegator().submit(Task.of("qa", "more")));
    assertThatThrownBy(() -> context.call("m", 1, attempt -> "answer"))
        .isInstanceOf(InterruptedException.class);
  }

  // ---- interceptors, context, partial answers

  @Test
  void interceptors_seeTasksInTheirOrder_andMayRefuseChangeOrAnswer() throws Exception {
    Engine engine =
        engine(
            with(
                s ->
                    s.interceptors(
                        (task, chain) -> {
                          done.add("outer for " + chain.context().definition().id());
                          return chain.proceed(task.withInput(task.input() + "!"));
                        },
                        (task, chain) -> {
                          done.add("inner");
                          return switch (task.input()) {
                            case "refuse!" -> TaskResult.refused(task, "not today");
                            case "answer!" -> TaskResult.replied(task, Reply.of("canned"));
                            default -> chain.proceed(task);
                          };
                        })),
            (task, context) -> Reply.of("agent: " + task.input()));

    assertThat(engine.delegate(Task.of("qa", "hello")).text()).isEqualTo("agent: hello!");
    assertThat(engine.delegate(Task.of("qa", "answer")).text()).isEqualTo("canned");
    assertThat(engine.delegate(Task.of("qa", "refuse")))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.REFUSED);
              assertThat(failure.message()).isEqualTo("not today");
            });
    assertThat(done.subList(0, 2)).containsExactly("outer for qa", "inner");
  }

  @Test
  void anInterceptorThatThrows_returnsNull_orSwapsTheTask_failsTheTask() throws Exception {
    Engine engine =
        engine(
            with(
                s ->
                    s.interceptors(
                        (task, chain) ->
                            switch (task.input()) {
                              case "throw" -> throw new IllegalStateException("secret");
                              case "null" -> nothing();
                              default -> chain.proceed(Task.of("dev", "other"));
                            })),
            this::recorded);

    assertThat(message(engine, "throw"))
        .isEqualTo("an interceptor failed with java.lang.IllegalStateException; see the cause");
    assertThat(message(engine, "null"))
        .isEqualTo("an interceptor gave no result: it returned null");
    assertThat(message(engine, "swap"))
        .isEqualTo("an interceptor failed with java.lang.IllegalArgumentException; see the cause");
    assertThat(done).isEmpty();
  }

  @Test
  void theHostsContext_goesAlongFromSubmitToWorker() throws Exception {
    var local = new ThreadLocal<String>();
    Supplier<UnaryOperator<Runnable>> capture =
        () -> {
          String captured = local.get();
          return work ->
              () -> {
                local.set(captured);
                try {
                  work.run();
                } finally {
                  local.remove();
                }
              };
        };
    Engine engine =
        engine(with(s -> s.context(capture)), (task, context) -> Reply.of("saw " + local.get()));
    local.set("trace 7");

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("saw trace 7");
  }

  @Test
  void aContextCapture_thatFails_orRunsNothing_failsTheTask() throws Exception {
    var first = new CountDownLatch(1);
    Engine engine =
        engine(
            with(
                s ->
                    s.context(
                        () -> {
                          if (first.getCount() > 0) {
                            first.countDown();
                            throw new IllegalStateException("secret");
                          }
                          return work -> () -> {};
                        })),
            this::recorded);

    assertThat(message(engine, "first"))
        .isEqualTo(
            "the host's contextCapture failed with java.lang.IllegalStateException; see the cause");
    assertThat(message(engine, "second"))
        .isEqualTo("the host's context did not run the work that it was given");
  }

  @Test
  void partialAnswers_reachTheirConsumer_inOrder_untilItThrows() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              context.emit("one");
              context.emit("two");
              context.emit("three");
              return Reply.of("whole");
            });
    var parts = Collections.synchronizedList(new ArrayList<String>());

    TaskResult result =
        engine
            .submit(
                Task.of("qa", "work"),
                part -> {
                  parts.add(part);
                  if (part.equals("two")) {
                    throw new IllegalStateException("no more");
                  }
                })
            .await();

    assertThat(result.text()).isEqualTo("whole");
    assertThat(parts).containsExactly("one", "two");
  }

  @Test
  void aCallbackOnTheResult_thatBlocks_holdsUpNoTask() throws Exception {
    var registered = new CountDownLatch(1);
    Engine engine =
        engine(
            settings(1),
            (task, context) -> {
              registered.await();
              return Reply.of("ok");
            });
    Submission first = engine.submit(Task.of("qa", "first"));
    var blocking = new CountDownLatch(1);
    first
        .result()
        .thenAccept(
            result -> {
              blocking.countDown();
              awaitQuietly(release);
            });
    registered.countDown();
    blocking.await();

    assertThat(engine.delegate(Task.of("qa", "second")).text()).isEqualTo("ok");
  }

  // ---- repetition, executor

  @Test
  void aTask_isRepeatedOnlyWhereTheHostSetsIt_andItMayPass_andEmittedNothing() throws Exception {
    Work flaky =
        (task, context) -> {
          done.add(task.input());
          if (task.input().equals("emits")) {
            context.emit("part");
          }
          if (done.size() % 2 == 1) {
            throw ModelCallException.passing("overloaded", null);
          }
          return Reply.of("ok");
        };
    Engine engine = engine(with(s -> s.attempts(2)), flaky);

    assertThat(engine.delegate(Task.of("qa", "silent")).text()).isEqualTo("ok");
    assertThat(((Failure) engine.delegate(Task.of("qa", "emits"))).code())
        .isEqualTo(Code.MODEL_FAILED);
    assertThat(done).containsExactly("silent", "silent", "emits");
  }

  @Test
  void aHostsExecutor_runsTheTasks() throws Exception {
    var names = ConcurrentHashMap.<String>newKeySet();
    Executor executor = work -> new Thread(work, "the host's").start();
    Engine engine =
        engine(
            with(s -> s.executor(executor)),
            (task, context) -> {
              names.add(Thread.currentThread().getName());
              return Reply.of("ok");
            });

    engine.delegate(Task.of("qa", "work"));

    assertThat(names).containsExactly("the host's");
  }

  @Test
  void aHostsExecutor_thatRefuses_failsTheTask_andKeepsNoSlot() throws Exception {
    var open = new AtomicBoolean();
    Executor executor =
        work -> {
          if (!open.get()) {
            throw new RejectedExecutionException("full");
          }
          work.run();
        };
    Engine engine =
        engine(with(s -> s.concurrency(1).executor(executor)), (task, context) -> Reply.of("ok"));

    Failure refused = (Failure) engine.delegate(Task.of("qa", "work").withId("t1"));
    open.set(true);

    assertThat(refused.message())
        .isEqualTo(
            "task 't1' for agent 'qa' is not begun: the host's executor refused it with"
                + " java.util.concurrent.RejectedExecutionException; give it more threads");
    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("ok");
  }

  // ---- closing

  @Test
  void close_waitsForWhatThereIs_andTakesNoMore() throws Exception {
    Engine engine = engine(settings(1), this::recorded);
    engine.submit(Task.of("qa", "wait"));
    Submission waiting = engine.submit(Task.of("qa", "in the queue"));
    var closer = new Thread(engine::close);
    closer.start();

    release.countDown();
    closer.join();

    assertThat(waiting.await().text()).isEqualTo("in the queue");
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.submit(Task.of("qa", "more")))
        .withMessage("the engine is closed");
    assertThat(engine.health().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void close_cancelsWhatDoesNotEnd_andNamesWhatIgnoresThat() throws Exception {
    var begun = new CountDownLatch(1);
    Engine engine =
        engine(
            with(s -> s.concurrency(1).close(Duration.ofMillis(400))),
            (task, context) -> {
              begun.countDown();
              return stubborn(task, context);
            });
    Submission hanging = engine.submit(Task.of("qa", "hang").withId("t1"));
    Submission waiting = engine.submit(Task.of("qa", "wait").withId("t2"));
    begun.await();

    assertThatThrownBy(engine::close)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage(
            "the engine is closed, but a thread is still at work: task 't1' for agent 'qa'; let"
                + " agents stop when they are interrupted, or allow more time with closeTimeout");

    assertThat(((Failure) hanging.await()).code()).isEqualTo(Code.CANCELLED);
    assertThat(((Failure) waiting.await()).message())
        .isEqualTo("task 't2' for agent 'qa' was cancelled: the engine was closed");
  }

  @Test
  void close_byAnAgent_isRefused_andTheEngineGoesOn() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              if (task.input().equals("close")) {
                fixture.engine().close();
              }
              return Reply.of("ok");
            });

    Failure failure = (Failure) engine.delegate(Task.of("qa", "close"));

    assertThat(failure.cause()).hasMessage("an agent cannot close its engine, which waits for it");
    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("ok");
  }

  // ---- fixtures

  private final CompletableFuture<Thread> stray = new CompletableFuture<>();
  private final Set<String> closedAgents = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Engine engine(Work work) {
    return engine(settings -> settings, work);
  }

  private Engine engine(UnaryOperator<Settings> settings, Work work) {
    return fixture
        .settings(settings)
        .runtime(
            definition ->
                new Agent() {
                  @Override
                  public Reply execute(Task task, TaskContext context) throws Exception {
                    return fixture.counted(() -> work.on(task, context));
                  }

                  @Override
                  public void close() {
                    closedAgents.add(definition.id());
                    closed.countDown();
                  }
                })
        .engine();
  }

  private Reply recorded(Task task, TaskContext context) throws InterruptedException {
    if (task.input().equals("wait")) {
      release.await();
    }
    done.add(task.input());
    return Reply.of(task.input());
  }

  private Reply stubborn(Task task, TaskContext context) {
    if (task.input().equals("hang")) {
      stray.complete(Thread.currentThread());
      awaitQuietly(release);
    }
    return Reply.of(task.input());
  }

  /** Waits whatever interrupts it. */
  private static void awaitQuietly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  private void awaitClosed(int agents) throws InterruptedException {
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(closedAgents).hasSize(agents);
  }

  @SuppressWarnings("NullAway") // what a careless host returns
  private static TaskResult nothing() {
    return null;
  }

  private static String message(Engine engine, String input) throws InterruptedException {
    return ((Failure) engine.delegate(Task.of("qa", input))).message();
  }

  private static UnaryOperator<Settings> settings(int concurrency) {
    return with(s -> s.concurrency(concurrency));
  }

  private static UnaryOperator<Settings> with(UnaryOperator<TestSettings> change) {
    return settings -> change.apply(TestSettings.of(settings)).build();
  }
}
