package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every runtime must do. Extend it and name the provider, with the options that have its
 * agents answer without anything that a test should not need, such as a model of a test's own:
 *
 * <pre>{@code
 * class AcmeRuntimeTest extends AgentRuntimeContract {
 *   @Override
 *   protected AgentRuntimeProvider provider() {
 *     return new AcmeRuntimeProvider();
 *   }
 *
 *   @Override
 *   protected Map<String, String> options() {
 *     return Map.of("url", model.url());
 *   }
 * }
 * }</pre>
 *
 * <p>The model of the test should answer with all that it was sent: so the contract sees what
 * agents remember, and what becomes of an input on its way.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // as of all providers
public abstract class AgentRuntimeContract extends ProviderContract<AgentRuntimeProvider> {
  private static final int PATIENCE_SECONDS = 3;
  private static final String TEMPLATE =
      "marker {{name}} ${java.version} ${name} #{name} %s <%= 1 %> {0} \\n";
  private static final String NO_ECHO =
      "the model of this test does not answer with what it was sent";
  private static final int BEGINNING_MILLIS = 200;

  /** For the tests of a plugin. */
  protected AgentRuntimeContract() {}

  @Override
  final Class<AgentRuntimeProvider> kind() {
    return AgentRuntimeProvider.class;
  }

  @Override
  final AgentRuntime create(AgentRuntimeProvider provider, Options options) {
    AgentRuntime runtime = provider.create(options);
    assertThat(runtime).as("create(...) must make a runtime, and never return null").isNotNull();
    return runtime;
  }

  private AgentRuntime runtime() throws Exception {
    return create(provider(), checkedOptions());
  }

  // Agents

  @Test
  final void execute_ofAnyDefinitionAndInput_givesAReply() throws Exception {
    List<String> texts =
        List.of("Test.", "Grüße, 日本 \uD83D\uDE00", "\n  lines\r\n\r\n", "long ".repeat(20_000));
    try (AgentRuntime runtime = runtime()) {
      for (String prompt : texts) {
        for (String input : texts) {
          try (Agent agent = start(runtime, definition(prompt))) {
            reply(agent, input, context(definition(prompt)));
          }
        }
      }
    }
  }

  @Test
  final void execute_passesTheInputAsItIs() throws Exception {
    AgentDefinition definition = definition("Test {{name}} ${name}.");
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition)) {
      assumeTrue(text(agent, definition, "marker-4711").contains("marker-4711"), NO_ECHO);
      agent.reset();

      assertThat(text(agent, definition, TEMPLATE))
          .as("execute(...) must pass an input as it is: nothing in it is executed or expanded")
          .contains(TEMPLATE);
    }
  }

  @Test
  final void execute_passesThePromptAsItIs() throws Exception {
    assumeTrue(replyOf("marker-4712").contains("marker-4712"), NO_ECHO);

    assertThat(replyOf(TEMPLATE))
        .as("execute(...) must pass a prompt as it is: nothing in it is executed or expanded")
        .contains(TEMPLATE);
  }

  private String replyOf(String prompt) throws Exception {
    AgentDefinition definition = definition(prompt);
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition)) {
      return text(agent, definition, "Test.");
    }
  }

  @Test
  final void execute_ofTwoAgentsInTurn_keepsThemApart() throws Exception {
    AgentDefinition one = definition("The first prompt.");
    AgentDefinition two = definition("The second prompt."); // of the same id
    try (AgentRuntime runtime = runtime();
        Agent first = start(runtime, one);
        Agent second = start(runtime, two)) {
      String before = text(first, one, "Only the first is told marker-1.");
      String between = text(second, two, "Only the second is told marker-2.");
      first.reset();
      String after = text(first, one, "Only the first is told marker-3.");

      assertThat(List.of(before, after))
          .as("execute(...) must know nothing of another agent: neither its prompt nor its task")
          .noneMatch(reply -> reply.contains("The second prompt.") || reply.contains("marker-2"));
      assertThat(between)
          .as("execute(...) must know nothing of another agent: neither its prompt nor its task")
          .doesNotContain("The first prompt.", "marker-1", "marker-3");
      if (before.contains("The first prompt.")) {
        assertThat(between)
            .as("execute(...) must use the prompt of the very definition that was started")
            .contains("The second prompt.");
      }
    }
  }

  @Test
  final void execute_afterReset_worksAndRemembersNothing() throws Exception {
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition("Test."))) {
      for (int i = 1; i <= 5; i++) {
        assertThat(textOrThrown(agent, "The secret of this task is marker-" + i + "."))
            .as(
                "execute(...) after reset() must work as for a first task, by the context of the"
                    + " task at hand, and know no earlier one")
            .doesNotStartWith("it threw")
            .doesNotContain("marker-" + (i - 1));
        agent.reset();
      }
    }
  }

  @Test
  final void close_ofOneAgent_leavesTheOthersAsTheyAre() throws Exception {
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition("Test."))) {
      Agent other = start(runtime, definition("Test."));
      textOrThrown(other, "First.");
      other.close();

      assertThat(textOrThrown(agent, "Second."))
          .as("close() of one agent must not harm another, even of the same definition")
          .doesNotStartWith("it threw");
      try (Agent next = start(runtime, definition("Test."))) {
        assertThat(textOrThrown(next, "Third."))
            .as("close() of one agent must not harm those that are started after it")
            .doesNotStartWith("it threw");
      }
    }
  }

  @Test
  final void startAndExecute_byManyThreads_giveRepliesToEach() throws Exception {
    Queue<Agent> started = new ConcurrentLinkedQueue<>();
    try (AgentRuntime runtime = runtime()) {
      Callable<String> work =
          () -> {
            Agent agent = start(runtime, definition("Test."));
            started.add(agent);
            for (int i = 0; i < 10; i++) {
              String outcome = textOrThrown(agent, "Test number " + i);
              if (outcome.startsWith("it threw")) {
                return outcome;
              }
              agent.reset();
            }
            return "ten replies";
          };

      assertThat(Crowd.each(work))
          .as("start(...) must work for many threads at once, and so must agents, one for each")
          .containsOnly("ten replies");
      started.forEach(Agent::close);
    }
  }

  // Models

  @Test
  final void models_haveNamesThatStayTheSame() throws Exception {
    try (AgentRuntime runtime = runtime()) {
      Set<String> models = Set.copyOf(runtime.models());

      assertThat(models)
          .as("models() must name models as agents call them")
          .allMatch(model -> !model.isBlank());
      assertThat(runtime.models()).as("models() must stay the same").isEqualTo(models);
    }
  }

  @Test
  final void model_isOneOfTheModels() throws Exception {
    try (AgentRuntime runtime = runtime()) {
      var asked = new ArrayList<@Nullable String>(runtime.models());
      asked.add(null);
      for (String ask : asked) {
        String model = runtime.model(definition("Test.", ask).metadata());

        assertThat(model == null || isOneOf(runtime.models(), model))
            .as(
                "model(...) must be one of models() %s if there are any, or null if it is not known"
                    + " ahead; for an agent that asks for '%s' it is '%s'",
                runtime.models(), ask, model)
            .isTrue();
      }
    }
  }

  private static boolean isOneOf(Set<String> models, String model) {
    return models.isEmpty() ? !model.isBlank() : models.contains(model);
  }

  @Test
  final void execute_callsTheModelsThatWereNamed() throws Exception {
    AgentDefinition definition = definition("Test.");
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition)) {
      TrialContext context = context(definition);
      reply(agent, "Test.", context);

      assertThat(!runtime.models().isEmpty() && context.models().isEmpty())
          .as(
              "execute(...) must call models by TaskContext.call: models() has some, but none was"
                  + " called, and what is called elsewhere keeps no limit")
          .isFalse();
      assertThat(context.models())
          .as("execute(...) must call none but models(), if there are any: others have no price")
          .allMatch(model -> isOneOf(runtime.models(), model));
      String first = runtime.model(definition.metadata());
      if (first != null && !context.models().isEmpty()) {
        assertThat(context.models().get(0))
            .as("execute(...) must first call what model(...) says: tasks wait for it in the queue")
            .isEqualTo(first);
      }
    }
  }

  @Test
  final void execute_whenNoCallIsAllowed_givesUp() throws Exception {
    AgentDefinition definition = definition("Test.");
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition)) {
      var context = new TrialContext(definition, TrialContext.Calls.REFUSED);
      textOrThrown(agent, "Test.", context);

      assertThat(context.models().size())
          .as("execute(...) must end, by a reply or an exception, when no model can be called")
          .isLessThan(TrialContext.ENOUGH);
    }
  }

  @Test
  final void execute_whenInterrupted_ends() throws Exception {
    AgentDefinition definition = definition("Test.");
    var context = new TrialContext(definition, TrialContext.Calls.WAITING);
    try (AgentRuntime runtime = runtime();
        Agent agent = start(runtime, definition)) {
      var execution =
          new FutureTask<>(
              () -> {
                return textOrThrown(agent, "Wait.", context); // as long as it is let
              });
      var thread = new Thread(execution, "contract");
      thread.setDaemon(true);
      thread.start();
      context.awaitCall(BEGINNING_MILLIS); // some work without one
      context.cancel();
      thread.interrupt();

      assertThat(endsInTime(execution))
          .as(
              "execute(...) must end within a second when its thread is interrupted, since its task"
                  + " is cancelled; in %d s it did not",
              PATIENCE_SECONDS)
          .isTrue();
    } finally {
      context.end();
    }
  }

  private static boolean endsInTime(FutureTask<?> execution)
      throws InterruptedException, ExecutionException {
    try {
      execution.get(PATIENCE_SECONDS, SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  // The end

  @Test
  final void close_ofAnAgentTwice_doesNothingMore() throws Exception {
    try (AgentRuntime runtime = runtime()) {
      Agent agent = start(runtime, definition("Test."));
      agent.close();

      assertThatCode(agent::close)
          .as("close() of an agent must do nothing when it is called again")
          .doesNotThrowAnyException();
    }
  }

  @Test
  final void close_ofTheRuntimeTwice_doesNothingMore() throws Exception {
    AgentRuntime runtime = runtime();
    runtime.close();

    assertThatCode(runtime::close)
        .as("close() of a runtime must do nothing when it is called again")
        .doesNotThrowAnyException();
  }

  @Test
  final void close_ofTheRuntime_leavesNoThreadBehind() throws Exception {
    List<String> left =
        Leftovers.of(
            () -> {
              try (AgentRuntime runtime = runtime();
                  Agent agent = start(runtime, definition("Test."))) {
                textOrThrown(agent, "Test.");
              }
            });

    assertThat(left)
        .as("close() of a runtime must end the threads that it and its agents started")
        .isEmpty();
  }

  private static Agent start(AgentRuntime runtime, AgentDefinition definition) throws Exception {
    Agent agent = runtime.start(definition);
    assertThat(agent).as("start(...) must give an agent, and never null").isNotNull();
    return agent;
  }

  private static TrialContext context(AgentDefinition definition) {
    return new TrialContext(definition, TrialContext.Calls.MADE);
  }

  /** Has the agent do one task, which ends with it. */
  private static Reply reply(Agent agent, String input, TrialContext context) throws Exception {
    try {
      Reply reply = agent.execute(Task.of("qa", input), context);
      assertThat(reply)
          .as(
              "execute(...) must give a reply, and never null; here with a prompt of %,d characters"
                  + " and an input of %,d",
              context.definition().prompt().length(), input.length())
          .isNotNull();
      return reply;
    } finally {
      context.end();
    }
  }

  private static String text(Agent agent, AgentDefinition definition, String input)
      throws Exception {
    return reply(agent, input, context(definition)).text();
  }

  private static String textOrThrown(Agent agent, String input) {
    return textOrThrown(agent, input, context(definition("Test.")));
  }

  private static String textOrThrown(Agent agent, String input, TrialContext context) {
    try {
      return reply(agent, input, context).text();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return "it threw " + e;
    }
  }

  private static AgentDefinition definition(String prompt) {
    return definition(prompt, null);
  }

  private static AgentDefinition definition(String prompt, @Nullable String model) {
    var metadata =
        new AgentMetadata(
            "qa",
            "qa",
            "Tests",
            null,
            Set.of(),
            ToolGrant.inherit(),
            model,
            Map.of(),
            new Origin("contract", Scope.PROJECT, "plain", "qa.md"),
            "0".repeat(64),
            false);
    return new AgentDefinition(metadata, prompt);
  }
}
