package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.impresario.Agent;
import dev.impresario.AgentPolicy;
import dev.impresario.Delegator;
import dev.impresario.Engine;
import dev.impresario.ModelPolicy;
import dev.impresario.NoClearAgentException;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that name no agent. */
@Timeout(60)
class ForWorkTest {
  private final FakeSource source =
      new FakeSource("project")
          .with("qa.md", "qa\n# Zebra crossings\n")
          .with("dev.md", "dev\n# Giraffe houses\n")
          .with("ops.md", "ops\n# Giraffe houses\n");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);

  @AfterEach
  void close() {
    fixture.close();
  }

  private interface Work {
    Reply on(Task task, Delegator delegator) throws Exception;
  }

  private Engine engine(Work work) {
    return fixture
        .runtime(definition -> (Agent) (task, context) -> work.on(task, context.delegator()))
        .engine();
  }

  @Test
  void delegate_hasTheAgentThatSuitsDoIt_asIfItHadBeenNamed() throws Exception {
    List<String> intercepted = Collections.synchronizedList(new ArrayList<>());
    fixture
        .settings(
            all ->
                TestSettings.of(all)
                    .interceptors(
                        (task, chain) -> {
                          intercepted.add(task.agent());
                          return chain.proceed(task);
                        })
                    .build())
        .policies(
            new Policies(
                AgentPolicy.defaults(),
                Map.of("qa", AgentPolicy.defaults().withConcurrency(1)),
                ModelPolicy.defaults(),
                Map.of()));
    Engine engine =
        engine((task, delegator) -> Reply.of(task.agent() + " " + fixture.counted(() -> "did it")));

    List<TaskResult> results =
        engine.delegateAll(
            Collections.nCopies(20, "look at the zebra crossing").stream()
                .map(Task::forWork)
                .toList());

    assertThat(results).extracting(TaskResult::text).containsOnly("qa did it");
    assertThat(results)
        .extracting(TaskResult::task)
        .allMatch(task -> task.agent().equals("qa") && !task.isForWork());
    assertThat(intercepted).hasSize(20).containsOnly("qa");
    assertThat(fixture.highestWorking()).isEqualTo(1); // the limit of the one that was chosen
    assertThat(engine.monitor().snapshot()).containsKey("delegation{agent=qa}");
  }

  @Test
  void delegate_whereTwoSuitAlike_failsWithTheShortlist() throws Exception {
    Engine engine = engine((task, delegator) -> Reply.of("no"));

    TaskResult result = engine.delegate(Task.forWork("giraffe houses").withId("t1"));

    Failure failure = (Failure) result;
    assertThat(failure.code()).isEqualTo(Code.NO_CLEAR_AGENT);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message())
        .matches(
            "task 't1' is not begun: no agent is clearly the best for the work:"
                + " \\['dev' \\d\\.\\d\\d, 'ops' \\d\\.\\d\\d]; name one of them with Task\\.of,"
                + " or say more of the work");
    assertThat(failure.cause()).isInstanceOf(NoClearAgentException.class);
    var cause = (NoClearAgentException) Objects.requireNonNull(failure.cause());
    assertThat(cause.shortlist().matches())
        .extracting(match -> match.agent().id())
        .containsExactly("dev", "ops");
    assertThat(failure.task().isForWork()).isTrue();
    assertThat(result.toString()).doesNotContain("giraffe");
  }

  @Test
  void delegate_whereNobodySuits_fails() throws Exception {
    Engine engine = engine((task, delegator) -> Reply.of("no"));

    Failure failure = (Failure) engine.delegate(Task.forWork("bake a cake").withId("t1"));

    assertThat(failure.code()).isEqualTo(Code.NO_CLEAR_AGENT);
    assertThat(failure.message())
        .isEqualTo(
            "task 't1' is not begun: no agent suits the work; name one with Task.of, or say the"
                + " work in the words of the agents' descriptions");
    assertThat(engine.monitor().snapshot().get("delegation"))
        .matches(measured -> measured.failures() == 1);
  }

  @Test
  void delegate_ofBlankWork_failsAsAnyTaskDoes() throws Exception {
    Engine engine = engine((task, delegator) -> Reply.of("no"));

    Failure failure = (Failure) engine.delegate(Task.forWork(" ").withId("t1"));

    assertThat(failure.code()).isEqualTo(Code.INVALID_TASK);
    assertThat(failure.message()).isEqualTo("task 't1' has a blank input; say what is to be done");
  }

  @Test
  void delegate_ofAnAgentsOwnWork_choosesForItToo_andItsFailuresAreValues() throws Exception {
    Engine engine =
        engine(
            (task, delegator) -> {
              if (task.agent().equals("ops")) {
                TaskResult found = delegator.delegate(Task.forWork("zebra crossing"));
                TaskResult none = delegator.delegate(Task.forWork("cake"));
                return Reply.of(found.text() + ", " + ((Failure) none).code());
              }
              return Reply.of(task.agent() + " at depth " + task.depth());
            });

    TaskResult result = engine.delegate(Task.of("ops", "go"));

    assertThat(result.text()).isEqualTo("qa at depth 1, NO_CLEAR_AGENT");
  }

  @Test
  void delegate_ofARingOfWork_endsAtTheMaximumDepth() throws Exception {
    Engine engine =
        engine(
            (task, delegator) -> {
              TaskResult below = delegator.delegate(Task.forWork("zebra crossing"));
              return Reply.of(
                  below instanceof Failure failure ? failure.code().name() : below.text());
            });

    assertThat(engine.delegate(Task.forWork("zebra")).text()).isEqualTo("TOO_DEEP");
  }

  @Test
  void delegate_whereTheSelectorFails_failsWithItsCause() throws Exception {
    fixture.selector(
        new AgentSelector() {
          @Override
          public void update(Collection<AgentProfile> changed, Collection<String> removed) {}

          @Override
          public Ranking rank(String work, int limit) {
            throw new IllegalStateException(work);
          }
        });
    Engine engine = engine((task, delegator) -> Reply.of("no"));

    Failure failure = (Failure) engine.delegate(Task.forWork("my secret"));

    assertThat(failure.code()).isEqualTo(Code.NO_CLEAR_AGENT);
    assertThat(failure.message())
        .contains("failed in rank with java.lang.IllegalStateException")
        .doesNotContain("secret");
    assertThat(failure.cause()).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void submit_toAClosedEngine_isRefused() {
    Engine engine = engine((task, delegator) -> Reply.of("no"));
    fixture.close();

    assertThatIllegalStateException().isThrownBy(() -> engine.submit(Task.forWork("zebra")));
  }

  @Test
  void task_forAnAgentWithoutAName_isNotForAnyAgent() throws Exception {
    Engine engine = engine((task, delegator) -> Reply.of("no"));

    Failure failure = (Failure) engine.delegate(Task.of("", "zebra crossing"));

    assertThat(failure.code()).isEqualTo(Code.AGENT_NOT_FOUND);
  }
}
