package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Agent;
import dev.impresario.Engine;
import dev.impresario.Health.Status;
import dev.impresario.ImpresarioException;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskFailedException;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.TaskResult.Success;
import dev.impresario.ToolGrant;
import dev.impresario.Usage;
import dev.impresario.spi.AgentRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DelegationTest {
  private final FakeSource source = new FakeSource("project").with("qa.md", "qa\nTest it.");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void delegate_startsTheAgent_hasItWork_andReturnsItsReply_untilTheEngineClosesIt()
      throws Exception {
    var events = new ArrayList<String>();
    Engine engine = engine(definition -> new Recording(events, definition.prompt()));
    Task task = Task.of("qa", "the login");

    TaskResult result = engine.delegate(task);

    engine.delegate(task);
    fixture.close();
    assertThat(events)
        .containsExactly("execute the login", "reset", "execute the login", "reset", "close");
    assertThat(result).isInstanceOf(Success.class);
    assertThat(result.text()).isEqualTo("done with: Test it.");
    assertThat(result.task()).isSameAs(task);
    assertThat(((Success) result).usage()).isEqualTo(new Usage(3, 2, 1));
    assertThat(result.elapsed()).isGreaterThan(Duration.ZERO);
  }

  @Test
  void delegate_showsTheAgentItsDefinitionAndTools() throws Exception {
    var seen = new ArrayList<TaskContext>();
    Engine engine =
        engine(
            definition ->
                (task, context) -> {
                  seen.add(context);
                  return Reply.of("ok");
                });

    engine.delegate(Task.of("qa", "work"));

    assertThat(seen.get(0).definition().id()).isEqualTo("qa");
    assertThat(seen.get(0).tools()).isEqualTo(ToolGrant.inherit());
  }

  @Test
  void withoutARuntime_delegateIsADryRun_thatShowsWhatWouldBeSent() throws Exception {
    String text = fixture.engine().delegate(Task.of("qa", "the login")).text();

    assertThat(text)
        .isEqualTo(
            """
            dry-run: no model is configured, so nothing was sent. Agent 'qa' would send this to \
            the default model:
            --- system
            Test it.
            --- user
            the login""");
  }

  @Test
  void anUnknownAgent_isAFailure() throws Exception {
    Failure failure = failure(fixture.engine(), Task.of("qaa", "work"));

    assertThat(failure.code()).isEqualTo(Code.AGENT_NOT_FOUND);
    assertThat(failure.message())
        .isEqualTo("no agent 'qaa'; did you mean 'qa'? 1 agent is on offer");
    assertThat(failure.retryable()).isFalse();
    assertThatThrownBy(failure::text)
        .isInstanceOf(TaskFailedException.class)
        .hasMessage(failure.message())
        .hasCause(failure.cause());
  }

  @Test
  void aBlankInput_isAFailure_withoutTheAgentBeingStarted() throws Exception {
    var events = new ArrayList<String>();
    Engine engine = engine(definition -> new Recording(events, "unused"));

    Failure failure = failure(engine, Task.of("qa", " \n").withId("t1"));

    assertThat(failure.code()).isEqualTo(Code.INVALID_TASK);
    assertThat(failure.message())
        .isEqualTo("task 't1' for agent 'qa' has a blank input; say what is to be done");
    assertThat(events).isEmpty();
  }

  @Test
  void anAgentThatCannotBeLoaded_isAFailureThatMayPass() throws Exception {
    fixture.registry().list();
    source.with("qa.md", "!");
    fixture.registry().refresh();

    Failure failure = failure(fixture.engine(), Task.of("qa", "work"));

    assertThat(failure.code()).isEqualTo(Code.LOAD_FAILED);
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void aRuntimeThatThrows_isAFailure_whoseMessageHoldsNoForeignText() throws Exception {
    Engine engine =
        engine(
            definition -> {
              throw new IOException("key sk-123 refused for: " + definition.prompt());
            });

    Failure failure = failure(engine, Task.of("qa", "work"));

    assertThat(failure.code()).isEqualTo(Code.START_FAILED);
    assertThat(failure.message())
        .isEqualTo("agent 'qa' could not be started with java.io.IOException; see the cause");
    assertThat(failure.cause()).hasMessageStartingWith("key sk-123");
  }

  @Test
  void anAgentThatThrows_isAFailure_andIsClosed() throws Exception {
    var events = new ArrayList<String>();
    Engine engine =
        engine(
            definition ->
                new Recording(events, "") {
                  @Override
                  public Reply execute(Task task, TaskContext context) {
                    throw new IllegalStateException("no luck");
                  }
                });

    Failure failure = failure(engine, Task.of("qa", "work"));

    assertThat(failure.code()).isEqualTo(Code.EXECUTION_FAILED);
    assertThat(failure.message())
        .isEqualTo("agent 'qa' failed with java.lang.IllegalStateException; see the cause");
    assertThat(events).containsExactly("close");
  }

  @Test
  void anAgentThatOverflowsTheStack_isAFailure() throws Exception {
    Engine engine = engine(definition -> (task, context) -> Reply.of(deep(1) + ""));

    assertThat(failure(engine, Task.of("qa", "work")).cause())
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void anAgentThatReturnsNull_orARuntimeThatDoes_isAFailure() throws Exception {
    assertThat(failure(engine(d -> (task, context) -> none()), Task.of("qa", "work")).message())
        .isEqualTo("agent 'qa' gave no reply: it returned null");
    try (var other =
        new EngineFixture().source(Scope.PROJECT, source).runtime(definition -> none())) {
      assertThat(failure(other.engine(), Task.of("qa", "work")).message())
          .isEqualTo("agent 'qa' could not be started: the runtime gave none");
    }
  }

  @Test
  void anAgentThatCannotBeClosed_doesNotSpoilItsReply() throws Exception {
    Engine engine =
        engine(
            definition ->
                new Recording(new ArrayList<>(), "") {
                  @Override
                  public void close() {
                    throw new IllegalStateException("stuck");
                  }
                });

    assertThat(engine.delegate(Task.of("qa", "work"))).isInstanceOf(Success.class);
  }

  @Test
  void anAgentThatInterruptsItself_fails_andItsCallerIsNotInterrupted() throws Exception {
    Engine engine =
        engine(
            definition ->
                (task, context) -> {
                  throw new InterruptedException();
                });

    Failure failure = failure(engine, Task.of("qa", "work"));

    assertThat(failure.code()).isEqualTo(Code.EXECUTION_FAILED);
    assertThat(failure.cause()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anInterrupt_thatASourceLeavesBehind_costsThatTaskAlone() throws Exception {
    fixture.registry().list();
    source.readHook =
        path -> {
          Thread.currentThread().interrupt();
          throw new java.nio.channels.ClosedByInterruptException();
        };
    assertThat(failure(fixture.engine(), Task.of("qa", "work")).code())
        .isEqualTo(Code.EXECUTION_FAILED);
    source.readHook = path -> {};

    assertThat(fixture.engine().delegate(Task.of("qa", "work"))).isInstanceOf(Success.class);
  }

  @Test
  void afterClose_delegateThrows() {
    fixture.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> fixture.engine().delegate(Task.of("qa", "work")))
        .withMessage("the engine is closed");
  }

  // ---- agents that do not close

  @Test
  @Timeout(20)
  void close_ofAnAgentThatDoesNotEnd_returnsInTimeAndNamesIt() throws Exception {
    source.with("dev.md", "dev\nBuild it.");
    var release = new CountDownLatch(1);
    var closed = new AtomicInteger();
    fixture.settings(settings -> TestSettings.of(settings).close(Duration.ofMillis(10)).build());
    Engine engine =
        engine(
            closing(
                id -> {
                  if (id.equals("qa")) {
                    release.await();
                  }
                  closed.incrementAndGet();
                }));
    engine.delegate(Task.of("qa", "work"));
    engine.delegate(Task.of("dev", "work"));

    assertThatThrownBy(engine::close)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage(
            "the engine is closed, but agent 'qa' could not be closed in time; let its close()"
                + " return sooner, or allow more time with closeTimeout");

    assertThat(closed).hasValue(1);
    assertThat(engine.health().status()).isEqualTo(Status.DOWN);
    release.countDown();
  }

  @Test
  @Timeout(20)
  void close_byAnInterruptedThread_closesAgentsAllTheSame() throws Exception {
    var closed = new AtomicInteger();
    Engine engine = engine(closing(id -> closed.incrementAndGet()));
    engine.warm(List.of("qa"));
    Thread.currentThread().interrupt();

    engine.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).hasValue(1);
  }

  @Test
  void close_ofAgentsThatThrowAnUnusualError_closesEverythingElse() throws Exception {
    source.with("dev.md", "dev\nBuild it.");
    var closed = new AtomicInteger();
    Engine engine =
        engine(
            closing(
                id -> {
                  closed.incrementAndGet();
                  throw new ServiceConfigurationError("odd");
                }));
    engine.delegate(Task.of("qa", "work"));
    engine.delegate(Task.of("dev", "work"));

    engine.close();

    assertThat(closed).hasValue(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.registry().list())
        .withMessage("the engine is closed");
  }

  /** What happens when the agent of an id is closed. */
  private interface Closing {
    void of(String id) throws InterruptedException;
  }

  private static AgentRuntime closing(Closing closing) {
    return definition ->
        new Agent() {
          @Override
          public Reply execute(Task task, TaskContext context) {
            return Reply.of("done");
          }

          @Override
          public void close() {
            try {
              closing.of(definition.id());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
  }

  private Engine engine(AgentRuntime runtime) {
    return fixture.runtime(runtime).engine();
  }

  private static Failure failure(Engine engine, Task task) throws InterruptedException {
    TaskResult result = engine.delegate(task);
    assertThat(result).isInstanceOf(Failure.class);
    return (Failure) result;
  }

  private static int deep(int level) {
    return level < 0 ? level : deep(level + 1) + 1;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what careless code returns
  private static <T> T none() {
    return null;
  }

  private static class Recording implements Agent {
    private final List<String> events;
    private final String prompt;

    Recording(List<String> events, String prompt) {
      this.events = events;
      this.prompt = prompt;
    }

    @Override
    public Reply execute(Task task, TaskContext context) {
      events.add("execute " + task.input());
      return new Reply("done with: " + prompt, new Usage(3, 2, 1));
    }

    @Override
    public void reset() {
      events.add("reset");
    }

    @Override
    public void close() {
      events.add("close");
    }
  }
}
