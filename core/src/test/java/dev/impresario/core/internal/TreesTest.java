package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.BudgetExceededException;
import dev.impresario.Engine;
import dev.impresario.Health.Part;
import dev.impresario.Health.Status;
import dev.impresario.Measurement;
import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import dev.impresario.ModelPolicy.Breaker;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.ToolGrant;
import dev.impresario.Usage;
import dev.impresario.core.internal.dispatch.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that delegate, and what their trees share: pools, grants, budgets, models. */
@Timeout(60)
class TreesTest {
  private final FakeSource source =
      new FakeSource("project")
          .with("qa.md", "qa\nTest it.")
          .with("dev.md", "dev\nBuild it.")
          .with("ops.md", "ops\nRun it.");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);

  @AfterEach
  void close() {
    fixture.close();
  }

  private interface Work {
    Reply on(Task task, TaskContext context) throws Exception;
  }

  // ---- pools

  @Test
  void tenTrees_threeDeep_withOneSlotAndOneInstanceOfEachAgent_allEnd_noneByTimeout()
      throws Exception {
    source.with("level3.md", "level3\nx");
    Engine engine =
        engine(
            one(1),
            (task, context) ->
                task.depth() == 3
                    ? Reply.of("leaf")
                    : Reply.of(below(context, List.of("dev", "ops", "level3").get(task.depth()))));

    List<TaskResult> results = engine.delegateAll(Collections.nCopies(10, Task.of("qa", "tree")));

    assertThat(results).allSatisfy(result -> assertThat(result.text()).isEqualTo("leaf"));
  }

  @Test
  void tenTrees_inWhichAgentsNeedEachOther_allEnd_noneByTimeout() throws Exception {
    Engine engine =
        engine(
            one(2),
            (task, context) ->
                task.depth() == 3
                    ? Reply.of("leaf")
                    : Reply.of(below(context, task.agent().equals("qa") ? "dev" : "qa")));
    var tasks = new ArrayList<Task>();
    for (int i = 0; i < 10; i++) {
      tasks.add(Task.of(i % 2 == 0 ? "qa" : "dev", "tree " + i));
    }

    List<TaskResult> results = engine.delegateAll(tasks);

    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result instanceof Failure f ? f.code() : null)
                    .isNotEqualTo(Code.TIMED_OUT));
    assertThat(results.toString()).contains("lent to a task that waits for this one");
    assertThat(part(engine, "agents").reason()).endsWith("0 lent, 0 waiting");
  }

  @Test
  void anAgentThatNeedsItself_andIsTheOnlyOne_failsAtOnce_andSaysWhatToDo() throws Exception {
    Engine engine = engine(one(10), (task, context) -> Reply.of(below(context, "qa")));

    Failure failure = (Failure) engine.delegate(Task.of("qa", "start"));

    assertThat(failure.message())
        .startsWith("agent 'qa' failed, since it needed a task that failed: agent 'qa' has 1")
        .contains("withMaximumInstances");
  }

  // ---- grants

  @Test
  void aChild_mayUseNothingThatFileHostOrParentForbids() throws Exception {
    var seen = new ConcurrentHashMap<String, Set<String>>();
    Engine engine =
        engine(
            settings -> tools(settings, ToolGrant.inherit().without(List.of("Bash"))),
            (task, context) -> {
              seen.put(task.agent(), reached(context.tools()));
              return Reply.of(task.agent().equals("qa") ? below(context, "dev") : "ok");
            });
    fixture.format.tools.put("qa", ToolGrant.of(List.of("Read", "Bash")));
    fixture.format.tools.put("dev", ToolGrant.of(List.of("Read", "Write", "Bash")));

    engine.delegate(Task.of("qa", "work"));
    engine.delegate(Task.of("ops", "work"));
    assertThat(seen.get("qa")).containsExactly("Read");
    assertThat(seen.get("dev")).containsExactly("Read");
    assertThat(seen.get("ops")).containsExactly("Read", "Write");

    engine.delegate(Task.of("dev", "by itself, on the instance that was lent before"));
    assertThat(seen.get("dev")).containsExactly("Read", "Write");
  }

  private static Set<String> reached(ToolGrant grant) {
    var all = new TreeSet<>(Set.of("Read", "Write", "Bash"));
    all.removeIf(tool -> !grant.reaches(tool));
    return all;
  }

  // ---- budgets and models

  @Test
  void aTree_sharesItsBudget_andEachLevelSaysWhatItUsed() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              context.call(
                  "m",
                  60,
                  attempt -> {
                    attempt.used(new Usage(30, 20, 10));
                    return "";
                  });
              return Reply.of(task.depth() == 0 ? below(context, "dev") : "ok");
            });
    Task root = Task.of("qa", "work").withBudget(Budget.unlimited().withTokens(120));

    TaskResult within = engine.delegate(root);
    TaskResult beyond = engine.delegate(root.withBudget(Budget.unlimited().withTokens(109)));

    assertThat(within.text()).isEqualTo("ok");
    assertThat(within.usage()).isEqualTo(new Usage(60, 40, 20));
    assertThat(((Failure) beyond).message())
        .startsWith("agent 'qa' failed, since it needed a task that failed: the budget of task '");
    assertThat(beyond.usage()).isEqualTo(new Usage(30, 20, 10));
    assertThat(engine.usage().total()).isEqualTo(new Usage(90, 60, 30));
    assertThat(engine.usage().byAgent())
        .containsEntry("qa", new Usage(60, 40, 20))
        .containsEntry("dev", new Usage(30, 20, 10));
    assertThat(engine.usage().byModel()).containsOnlyKeys("m");
  }

  @Test
  void theBudgetOfTheEngine_boundsAllTasks_delegationsToo() throws Exception {
    fixture.budget(Budget.unlimited().withDelegations(2));
    Engine engine = engine((task, context) -> Reply.of("ok"));

    engine.delegate(Task.of("qa", "1"));
    engine.delegate(Task.of("qa", "2"));
    Failure third = (Failure) engine.delegate(Task.of("qa", "3"));

    assertThat(third.code()).isEqualTo(Code.BUDGET_EXCEEDED);
    assertThat(third.message()).startsWith("the budget of the engine allows 2");
    assertThat(third.cause()).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void aModelCall_isRepeated_andWhatItCostIsCountedEachTime() throws Exception {
    var attempts = new ArrayList<Integer>();
    fixture.policies(
        models(
            ModelPolicy.defaults()
                .withRetry(new ModelPolicy.Retry(3, Duration.ofMillis(1), Duration.ofMillis(2)))));
    Engine engine =
        engine(
            (task, context) ->
                Reply.of(
                    context.call(
                        "m",
                        10,
                        attempt -> {
                          attempts.add(attempt.number());
                          attempt.used(new Usage(1, 1, 0));
                          if (attempt.number() < 3) {
                            throw ModelCallException.passing("overloaded", null);
                          }
                          return "third time lucky";
                        })));

    TaskResult result = engine.delegate(Task.of("qa", "work"));

    assertThat(result.text()).isEqualTo("third time lucky");
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(result.usage()).isEqualTo(new Usage(3, 3, 0));
    Measurement model = measured(engine, "model{model=m}");
    assertThat(model.count()).isEqualTo(3);
    assertThat(model.failures()).isEqualTo(2);
  }

  @Test
  void aModelThatKeepsFailing_isNotCalledForAWhile_andHealthSaysSo() throws Exception {
    fixture.policies(
        models(
            ModelPolicy.defaults()
                .withRetry(new ModelPolicy.Retry(1, Duration.ofMillis(1), Duration.ofMillis(1)))
                .withBreaker(new Breaker(50, 2, Duration.ofHours(1), 1))));
    var calls = new ArrayList<String>();
    Engine engine =
        engine(
            (task, context) ->
                Reply.of(
                    context.call(
                        "m",
                        10,
                        attempt -> {
                          calls.add(task.input());
                          throw ModelCallException.passing("overloaded", null);
                        })));

    for (int i = 1; i <= 4; i++) {
      Failure failure = (Failure) engine.delegate(Task.of("qa", "task " + i));
      assertThat(failure.code()).isEqualTo(Code.MODEL_FAILED);
      assertThat(failure.retryable()).isTrue();
    }

    assertThat(calls).containsExactly("task 1", "task 2");
    assertThat(part(engine, "model 'm'").status()).isEqualTo(Status.DEGRADED);
  }

  @Test
  void whatAnAgentSaysItUsed_countsOnlyIfItMadeNoCallThroughItsContext() throws Exception {
    Engine engine =
        engine(
            (task, context) -> {
              if (task.input().equals("call")) {
                context.call("m", 5, attempt -> "no word of usage, so the estimate counts");
              }
              return new Reply("ok", new Usage(7, 7, 0));
            });

    assertThat(engine.delegate(Task.of("qa", "say")).usage()).isEqualTo(new Usage(7, 7, 0));
    assertThat(engine.delegate(Task.of("qa", "call")).usage().total()).isEqualTo(5);
  }

  // ---- what is measured

  @Test
  void tasksAreMeasured_fromSubmissionToResult_togetherAndByAgent() throws Exception {
    Engine engine = engine((task, context) -> Reply.of("ok"));

    engine.delegate(Task.of("qa", "1"));
    engine.delegate(Task.of("qa", " "));
    engine.delegate(Task.of("nobody", "3"));
    engine.delegate(Task.of("nobody else", "4"));

    assertThat(engine.monitor().snapshot())
        .containsOnlyKeys("delegation", "delegation{agent=qa}", "queue");
    assertThat(measured(engine, "delegation{agent=qa}").failures()).isZero();
    assertThat(measured(engine, "delegation").count()).isEqualTo(4);
    assertThat(measured(engine, "delegation").failures()).isEqualTo(3);
    assertThat(engine.monitor().report().text()).contains("delegation{agent=qa}");
  }

  @Test
  void warm_startsAgentsAhead_andSaysWhichItCannot() throws Exception {
    var started = ConcurrentHashMap.<String>newKeySet();
    fixture
        .policies(
            new Policies(
                AgentPolicy.defaults().withMinimumIdle(1),
                Map.of(),
                ModelPolicy.defaults(),
                Map.of()))
        .runtime(
            definition -> {
              if (definition.id().equals("dev")) {
                throw new IllegalStateException("secret");
              }
              started.add(definition.id());
              return (task, context) -> Reply.of("ok");
            });
    Engine engine = fixture.engine();

    assertThatThrownBy(() -> engine.warm(List.of("dev", "qa", "nobody")))
        .hasMessage(
            "agent 'dev' could not be started with java.lang.IllegalStateException; see the cause")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

    assertThat(started).containsExactly("qa");
    assertThat(part(engine, "agents").reason()).startsWith("1 idle");
  }

  @Test
  void resources_areOpenedInParallel_andClosedTogether() throws Exception {
    var together = new CountDownLatch(2);
    var closed = Collections.synchronizedList(new ArrayList<String>());
    Callable<AutoCloseable> opener =
        () -> {
          together.countDown();
          together.await();
          return () -> closed.add("closed");
        };
    Engine engine =
        engine(
            (task, context) -> {
              try (var resources = context.acquireAll(List.of(opener, opener))) {
                return Reply.of(resources.all().size() + " open");
              }
            });

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("2 open");
    assertThat(closed).hasSize(2);
  }

  // ---- fixtures

  private static String below(TaskContext context, String agent) throws InterruptedException {
    return context.delegator().delegate(Task.of(agent, "help")).text();
  }

  private UnaryOperator<Settings> one(int slots) {
    fixture.policies(
        new Policies(
            AgentPolicy.defaults().withMaximumInstances(1),
            Map.of(),
            ModelPolicy.defaults(),
            Map.of()));
    return settings -> TestSettings.of(settings).concurrency(slots).build();
  }

  private static Settings tools(Settings settings, ToolGrant grant) {
    return TestSettings.of(settings).tools(grant).build();
  }

  private static Policies models(ModelPolicy policy) {
    return new Policies(AgentPolicy.defaults(), Map.of(), policy, Map.of());
  }

  private static Measurement measured(Engine engine, String operation) {
    return Objects.requireNonNull(engine.monitor().snapshot().get(operation), operation);
  }

  private static Part part(Engine engine, String name) {
    return engine.health().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
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
