package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Agent;
import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.Delegator;
import dev.impresario.Engine;
import dev.impresario.Health;
import dev.impresario.Interceptor;
import dev.impresario.ModelPolicy;
import dev.impresario.Price;
import dev.impresario.Reply;
import dev.impresario.Resources;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import dev.impresario.core.Impresario;
import dev.impresario.spi.AgentRuntime;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** What the page on delegation shows, run. */
@Timeout(60)
class DocumentedDelegationTest {
  private static final AgentRuntime ECHO =
      definition -> (task, context) -> Reply.of(definition.id() + " did: " + task.input());

  @TempDir private Path directory;
  private Map<String, String> agents = Map.of();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void writeAgents() throws Exception {
    agents = Map.of("directory", directory.toString());
    for (String name : List.of("qa", "ops", "lead")) {
      String content = "---\nname: %s\ndescription: d\n---\nBe %s.\n".formatted(name, name);
      Files.writeString(directory.resolve(name + ".md"), content);
    }
  }

  @Test
  void delegateAll_returnsOneResultForEachTask() throws Exception {
    AgentRuntime runtime = ECHO;
    // tag::delegate-all[]
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, agents)
            .runtime(runtime)
            .concurrency(4)
            .build()) {

      List<TaskResult> results =
          engine.delegateAll(
              List.of(
                  Task.of("qa", "Test the login").withTimeout(Duration.ofMinutes(2)),
                  Task.of("ops", "Does the queue move?").withPriority(Task.MOST_URGENT),
                  Task.of("nobody", "Describe the login")));

      for (TaskResult result : results) { // in the order of the tasks
        if (result instanceof TaskResult.Failure failure) {
          log.add(failure.code() + ": " + failure.message());
        } else {
          log.add(result.text());
        }
      }
    }
    // end::delegate-all[]

    assertThat(log)
        .containsExactly(
            "qa did: Test the login",
            "ops did: Does the queue move?",
            "AGENT_NOT_FOUND: no agent 'nobody'; 3 agents are on offer");
  }

  @Test
  void limits_areSetOnTheBuilder() throws Exception {
    Impresario.Builder builder = builder().runtime(ECHO);
    // tag::limits[]
    builder
        .concurrency(20)
        .queueCapacity(5_000)
        .ageing(Duration.ofSeconds(5))
        .agent("qa", AgentPolicy.defaults().withConcurrency(2))
        .model("opus", ModelPolicy.defaults().withConcurrency(4));
    // end::limits[]

    assertThat(reply(builder, Task.of("qa", "x"))).isEqualTo("qa did: x");
  }

  @Test
  void submit_followsAndCancels() throws Exception {
    var begun = new CountDownLatch(1);
    AgentRuntime runtime =
        definition ->
            (task, context) -> {
              context.emit("Looking at the login ...");
              begun.countDown();
              new CountDownLatch(1).await();
              return Reply.of("never");
            };
    try (Engine engine = builder().runtime(runtime).build()) {
      // tag::submit[]
      Submission submission = engine.submit(Task.of("qa", "Test the login"), log::add);

      submission.result().thenAccept(result -> log.add("ended after " + result.elapsed()));
      // end::submit[]
      begun.await();
      // tag::cancel[]
      submission.cancel(); // true, unless it had ended already
      TaskResult result = submission.await();
      // end::cancel[]

      assertThat(result)
          .isInstanceOfSatisfying(
              TaskResult.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(TaskResult.Code.CANCELLED));
      assertThat(log.get(0)).isEqualTo("Looking at the login ...");
    }
  }

  @Test
  void agent_thatKeepsTheRules_isUsedAgain() throws Exception {
    // tag::agent[]
    final class Counting implements Agent {
      private int lines; // of one task; one thread at a time, so it needs no lock

      @Override
      public Reply execute(Task task, TaskContext context) throws InterruptedException {
        for (String line : task.input().lines().toList()) {
          if (context.cancelled()) { // in what computes; what blocks is interrupted
            throw new InterruptedException();
          }
          lines += line.isBlank() ? 0 : 1;
        }
        return Reply.of(lines + " lines");
      }

      @Override
      public void reset() {
        lines = 0; // the next task is another one's
      }
    }
    // end::agent[]
    var started = new ArrayList<Agent>();
    AgentRuntime runtime =
        definition -> {
          var agent = new Counting();
          started.add(agent);
          return agent;
        };

    try (Engine engine = builder().runtime(runtime).build()) {
      assertThat(engine.delegate(Task.of("qa", "a\n\nb")).text()).isEqualTo("2 lines");
      assertThat(engine.delegate(Task.of("qa", "a")).text()).isEqualTo("1 lines");
    }
    assertThat(started).hasSize(1);
  }

  @Test
  void children_shareOneSlot() throws Exception {
    // tag::children[]
    Agent lead =
        (task, context) -> {
          Delegator crew = context.delegator();
          Submission tests = crew.submit(Task.of("qa", "Test: " + task.input()));
          Submission load = crew.submit(Task.of("ops", "Load: " + task.input()));
          return Reply.of(tests.await().text() + "\n" + load.await().text());
        };
    // end::children[]
    AgentRuntime runtime =
        definition -> definition.id().equals("lead") ? lead : ECHO.start(definition);

    String reply = reply(builder().concurrency(1).runtime(runtime), Task.of("lead", "the login"));

    assertThat(reply).isEqualTo("qa did: Test: the login\nops did: Load: the login");
  }

  @Test
  void budgets_endWhatWouldCostTooMuch() throws Exception {
    AgentRuntime runtime =
        definition ->
            (task, context) ->
                Reply.of(
                    context.call(
                        "sonnet",
                        8_000,
                        attempt -> {
                          attempt.used(new Usage(7_000, 500, 0));
                          return "answered";
                        }));
    Impresario.Builder builder = builder().runtime(runtime);
    // tag::budgets[]
    builder
        .model(
            "sonnet", ModelPolicy.defaults().withPrice(Price.perMillion("3.00", "15.00", "0.30")))
        .budget(Budget.unlimited().withCost(new BigDecimal("50.00"))) // all tasks together
        .taskBudget(Budget.unlimited().withTokens(200_000).withDelegations(20)); // each tree

    Task small = Task.of("qa", "Test the login").withBudget(Budget.unlimited().withTokens(10_000));
    // end::budgets[]

    try (Engine engine = builder.build()) {
      // tag::usage[]
      TaskResult result = engine.delegate(small);
      log.add(result.usage().total() + " tokens, " + engine.usage().cost() + " so far");
      // end::usage[]
      TaskResult refused = engine.delegate(small.withBudget(Budget.unlimited().withTokens(5_000)));

      assertThat(result.text()).isEqualTo("answered");
      assertThat(log.get(0)).startsWith("7500 tokens, 0.0285");
      assertThat(refused)
          .isInstanceOfSatisfying(
              TaskResult.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(TaskResult.Code.BUDGET_EXCEEDED));
    }
  }

  @Test
  void interceptors_areAskedInTheirOrder() throws Exception {
    Impresario.Builder builder = builder().runtime(ECHO);
    // tag::interceptors[]
    Interceptor logged =
        (task, chain) -> {
          TaskResult result = chain.proceed(task);
          log.add(task.id() + (result instanceof TaskResult.Success ? " done" : " failed"));
          return result;
        };
    Interceptor shortEnough =
        (task, chain) ->
            task.input().length() > 10_000
                ? TaskResult.refused(task, "the input is too long; split it")
                : chain.proceed(task.withInput(task.input().strip()));

    builder.interceptor(logged).interceptor(shortEnough); // logged sees its refusals too
    // end::interceptors[]

    try (Engine engine = builder.build()) {
      TaskResult stripped = engine.delegate(Task.of("qa", " Test ").withId("a"));
      TaskResult refused = engine.delegate(Task.of("qa", "x".repeat(10_001)).withId("b"));

      assertThat(stripped.text()).isEqualTo("qa did: Test");
      assertThat(refused)
          .isInstanceOfSatisfying(
              TaskResult.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(TaskResult.Code.REFUSED));
      assertThat(log).containsExactly("a done", "b failed");
    }
  }

  @Test
  void pools_areWarmedAndBounded() throws Exception {
    AgentRuntime runtime =
        definition -> {
          log.add("started " + definition.id());
          return ECHO.start(definition);
        };
    Impresario.Builder builder = builder().runtime(runtime);
    // tag::pools[]
    builder
        .agents(AgentPolicy.defaults().withIdleTime(Duration.ofMinutes(1)))
        .agent("qa", AgentPolicy.defaults().withMinimumIdle(2).withMaximumInstances(8));

    try (Engine engine = builder.build()) {
      engine.warm(List.of("qa")); // returns when two are there
      // end::pools[]

      assertThat(log).containsExactly("started qa", "started qa");
      assertThat(engine.delegate(Task.of("qa", "x")).text()).isEqualTo("qa did: x");
    }
  }

  @Test
  void context_isCarriedAlong() throws Exception {
    AgentRuntime runtime = definition -> (task, context) -> Reply.of("for " + MDC.get("user"));
    Impresario.Builder builder = builder().runtime(runtime);
    // tag::context[]
    builder.contextCapture(
        () -> {
          Map<String, String> submitters = MDC.getCopyOfContextMap(); // where it is submitted
          return work ->
              () -> { // where it is done
                MDC.setContextMap(submitters == null ? Map.of() : submitters);
                try {
                  work.run();
                } finally {
                  MDC.clear();
                }
              };
        });
    // end::context[]

    try (Engine engine = builder.build()) {
      MDC.put("user", "ada");
      assertThat(engine.delegate(Task.of("qa", "x")).text()).isEqualTo("for ada");
      MDC.put("user", "grace");
      assertThat(engine.delegate(Task.of("qa", "x")).text()).isEqualTo("for grace");
    } finally {
      MDC.clear();
    }
  }

  @Test
  void executor_staysTheHosts() throws Exception {
    AgentRuntime runtime =
        definition -> (task, context) -> Reply.of(Thread.currentThread().getName());
    Impresario.Builder builder = builder().runtime(runtime);
    // tag::executor[]
    ExecutorService threads =
        Executors.newCachedThreadPool(work -> new Thread(work, "impresario-spinning"));

    try (Engine engine = builder.executor(threads).build()) {
      log.add(engine.delegate(Task.of("qa", "Count to a trillion")).text());
    } finally {
      threads.shutdown();
    }
    // end::executor[]

    assertThat(log).containsExactly("impresario-spinning");
    assertThat(threads.isShutdown()).isTrue();
  }

  @Test
  void resources_areAllReleased() throws Exception {
    // tag::resources[]
    Agent agent =
        (task, context) -> {
          try (Resources<StringReader> both =
              context.acquireAll(
                  List.of(() -> new StringReader("left"), () -> new StringReader("right")))) {
            return Reply.of(both.all().size() + " opened");
          }
        };
    // end::resources[]

    assertThat(reply(builder().runtime(definition -> agent), Task.of("qa", "x")))
        .isEqualTo("2 opened");
  }

  @Test
  void health_namesItsParts() throws Exception {
    try (Engine engine = builder().runtime(ECHO).build()) {
      engine.delegate(Task.of("qa", "x"));
      // tag::health[]
      Health health = engine.health();
      for (Health.Part part : health.parts()) {
        log.add("%s %s: %s".formatted(part.name(), part.status(), part.reason()));
      }
      // end::health[]
    }

    assertThat(log)
        .anyMatch(line -> line.matches("tasks UP: [01] of 10 slots at work, 0 of 10,000 places .*"))
        .contains("abandoned threads UP: 0 of at most 10 threads abandoned, 0 slots lost");
  }

  private Impresario.Builder builder() {
    return Impresario.builder().source("filesystem", Scope.PROJECT, agents);
  }

  private static String reply(Impresario.Builder builder, Task task) throws InterruptedException {
    try (Engine engine = builder.build()) {
      return engine.delegate(task).text();
    }
  }
}
