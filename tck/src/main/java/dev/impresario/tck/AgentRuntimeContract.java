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
@Timeout(60)
public abstract class AgentRuntimeContract extends ProviderContract<AgentRuntimeProvider> {
  private static final int PATIENCE_SECONDS = 5;

  /** For the tests of a plugin. */
  protected AgentRuntimeContract() {}

  @Override
  final Class<AgentRuntimeProvider> kind() {
    return AgentRuntimeProvider.class;
  }

  @Override
  final AgentRuntime create(AgentRuntimeProvider provider, Options options) {
    return provider.create(options);
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
          try (Agent agent = runtime.start(definition(prompt))) {
            assertThat(reply(agent, definition(prompt), input))
                .as(
                    "execute(...) must give a reply, here with a prompt of %,d characters and an"
                        + " input of %,d",
                    prompt.length(), input.length())
                .isNotNull();
          }
        }
      }
    }
  }

  @Test
  final void execute_passesTheInputAsItIs() throws Exception {
    try (AgentRuntime runtime = runtime();
        Agent agent = runtime.start(definition("Test {{name}} ${name}."))) {
      assumeTrue(
          text(agent, "marker-4711").contains("marker-4711"),
          "the model of this test does not answer with what it was sent");
      agent.reset();
      String input = "marker {{name}} ${java.version} #{name} %s <%= 1 %> {0}";

      assertThat(text(agent, input))
          .as("execute(...) must pass an input as it is: nothing in it is executed or expanded")
          .contains(input);
    }
  }

  @Test
  final void execute_afterReset_worksAndRemembersNothing() throws Exception {
    try (AgentRuntime runtime = runtime();
        Agent agent = runtime.start(definition("Test."))) {
      for (int i = 1; i <= 5; i++) {
        assertThat(textOrThrown(agent, "The secret of this task is marker-" + i + "."))
            .as("execute(...) after reset() must work as for a first task, and know no earlier one")
            .doesNotStartWith("it threw")
            .doesNotContain("marker-" + (i - 1));
        agent.reset();
      }
    }
  }

  @Test
  final void close_ofOneAgent_leavesTheOthersAsTheyAre() throws Exception {
    try (AgentRuntime runtime = runtime();
        Agent agent = runtime.start(definition("Test."))) {
      Agent other = runtime.start(definition("Test."));
      textOrThrown(other, "First.");
      other.close();

      assertThat(textOrThrown(agent, "Second."))
          .as("close() of one agent must not harm another, even of the same definition")
          .doesNotStartWith("it threw");
      try (Agent next = runtime.start(definition("Test."))) {
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
            Agent agent = runtime.start(definition("Test."));
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
        Agent agent = runtime.start(definition)) {
      var context = new TrialContext(definition, TrialContext.Calls.MADE);
      agent.execute(Task.of("qa", "Test."), context);

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
        Agent agent = runtime.start(definition)) {
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
        Agent agent = runtime.start(definition)) {
      var execution =
          new FutureTask<>(
              () -> {
                String outcome = textOrThrown(agent, "Test.", context);
                context.end();
                return outcome;
              });
      var thread = new Thread(execution, "contract");
      thread.setDaemon(true);
      thread.start();
      context.awaitCall();
      context.cancel();
      thread.interrupt();

      assertThat(endsInTime(execution))
          .as("execute(...) must end soon when its thread is interrupted, since it is cancelled")
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
      Agent agent = runtime.start(definition("Test."));
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

  private static @Nullable Reply reply(Agent agent, AgentDefinition definition, String input)
      throws Exception {
    var context = new TrialContext(definition, TrialContext.Calls.MADE);
    try {
      return agent.execute(Task.of("qa", input), context);
    } finally {
      context.end();
    }
  }

  private static String text(Agent agent, String input) throws Exception {
    Reply reply = reply(agent, definition("Test."), input);
    return reply == null ? "" : reply.text();
  }

  private static String textOrThrown(Agent agent, String input) {
    return textOrThrown(
        agent, input, new TrialContext(definition("Test."), TrialContext.Calls.MADE));
  }

  private static String textOrThrown(Agent agent, String input, TrialContext context) {
    try {
      return agent.execute(Task.of("qa", input), context).text();
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
