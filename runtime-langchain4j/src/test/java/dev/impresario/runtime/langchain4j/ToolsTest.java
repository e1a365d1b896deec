package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.ToolGrant;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model may do with the host's tools, and how long it may go on. */
class ToolsTest extends ProviderFixture {
  private static final ToolSpecification BASH =
      ToolSpecification.builder()
          .name("Bash")
          .description("runs a command")
          .parameters(JsonObjectSchema.builder().addStringProperty("command").build())
          .build();

  private final List<String> run = new ArrayList<>();
  private final ToolAction runs =
      (request, context) -> {
        run.add(request.arguments());
        return "clean";
      };

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenModelUsesATool_tellsItTheResult(Wire wire) throws Exception {
    server
        .answer(200, wire.toolUse("Bash", "{\"command\":\"git status\"}"))
        .answer(200, wire.answer("All is well."));
    var context = new FakeContext(Agents.qa());

    Reply reply = reply(plain(wire).tool(BASH, runs), context);

    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(reply.usage().input()).isEqualTo(2220);
    assertThat(run).hasSize(1);
    assertThat(read(run.get(0)).at("/command").textValue()).isEqualTo("git status");
    assertThat(server.received()).hasSize(2);
    assertThat(server.received().get(1).body()).contains("clean").contains("call_1");
    assertThat(context.calls().get(1).estimate()).isGreaterThan(context.calls().get(0).estimate());
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenToolUseIsStreamed_emitsTheTurnsApart(Wire wire) throws Exception {
    server.stream(wire.streamedToolUse("Bash", "{\"command\":\"git status\"}")).stream(
        wire.streamed("All ", "is well."));
    var context = new FakeContext(Agents.qa());

    Reply reply = reply(runtime(wire.provider(), Map.of()).tool(BASH, runs), context);

    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(read(run.get(0)).at("/command").textValue()).isEqualTo("git status");
    assertThat(context.emitted()).containsExactly("Let me look.", "\n\nAll ", "is well.");
  }

  @Test
  void request_always_offersWhatTheTaskMayUseAlone() throws Exception {
    server.answer(200, Wire.ANTHROPIC.answer("All is well."));
    LangChain4jRuntime runtime = plain(Wire.ANTHROPIC).tool(BASH, runs).tools(new Calculator());
    var context = new FakeContext(Agents.qa(ToolGrant.of(List.of("Bash(git:*)"))));

    reply(runtime, context);

    JsonNode tools = read(server.received().get(0).body()).at("/tools");
    assertThat(tools).hasSize(1);
    assertThat(tools.at("/0/name").textValue()).isEqualTo("Bash");
    assertThat(tools.at("/0/input_schema/properties/command/type").textValue()).isEqualTo("string");
    assertThat(tools.at("/0/cache_control/type").textValue()).isEqualTo("ephemeral");
  }

  @Test
  void request_whenTheParentAllowsNone_offersNone() throws Exception {
    server.answer(200, Wire.ANTHROPIC.answer("All is well."));
    var context = new FakeContext(Agents.qa()).withTools(ToolGrant.of(List.of()));

    reply(plain(Wire.ANTHROPIC).tool(BASH, runs), context);

    assertThat(read(server.received().get(0).body()).has("tools")).isFalse();
  }

  @Test
  void use_whenGrantDoesNotAllowTheArgument_isRefusedAndTold() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"rm -r x\"}"))
        .answer(200, Wire.ANTHROPIC.answer("I may not."));
    var context = new FakeContext(Agents.qa(ToolGrant.of(List.of("Bash(git:*)"))));

    Reply reply = reply(plain(Wire.ANTHROPIC).tool(BASH, runs), context);

    assertThat(reply.text()).isEqualTo("I may not.");
    assertThat(run).isEmpty();
    assertThat(told())
        .isEqualTo("error: this use of the tool is not allowed; use it otherwise, or do without");
    assertThat(toolResult().at("/is_error").booleanValue()).isTrue();
  }

  @Test
  void use_whenGrantAllowsTheArgument_isDone() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\",\"timeout\":5}"))
        .answer(200, Wire.ANTHROPIC.answer("Done."));
    var context = new FakeContext(Agents.qa(ToolGrant.of(List.of("Bash(git:*)"))));

    reply(plain(Wire.ANTHROPIC).tool(BASH, runs), context);

    assertThat(run).hasSize(1);
  }

  @Test
  void use_ofAToolThatIsNotOffered_isToldWhatThereIs() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Write", "{}"))
        .answer(200, Wire.ANTHROPIC.answer("I see."));

    reply(plain(Wire.ANTHROPIC).tool(BASH, runs), Agents.qa());

    assertThat(told()).isEqualTo("error: there is no tool of this name; there are [Bash]");
  }

  @Test
  void use_ofARegisteredToolThatIsNotGranted_isNotDone() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"))
        .answer(200, Wire.ANTHROPIC.answer("I see."));

    reply(plain(Wire.ANTHROPIC).tool(BASH, runs), Agents.qa(ToolGrant.of(List.of("Read"))));

    assertThat(run).isEmpty();
    assertThat(told()).isEqualTo("error: there is no tool of this name; there are []");
  }

  @Test
  void use_whenToolThrows_tellsTheTypeAlone() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"))
        .answer(200, Wire.ANTHROPIC.answer("I see."));
    ToolAction throwing =
        (request, context) -> {
          throw new IOException("BODYTEXT " + request.arguments());
        };

    reply(plain(Wire.ANTHROPIC).tool(BASH, throwing), Agents.qa());

    assertThat(told()).isEqualTo("error: it failed with IOException");
    assertThat(warnings())
        .containsExactly("tool 'Bash' failed; the model is told so: java.io.IOException");
  }

  @Test
  void use_whenToolIsInterrupted_endsTheTask() {
    server.answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"));
    ToolAction interrupted =
        (request, context) -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("as many libraries do");
        };

    Throwable thrown =
        catchThrowable(() -> reply(plain(Wire.ANTHROPIC).tool(BASH, interrupted), Agents.qa()));

    assertThat(thrown).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void use_whenTheHostsRuleThrows_isRefused() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"))
        .answer(200, Wire.ANTHROPIC.answer("I see."));
    LangChain4jRuntime runtime =
        plain(Wire.ANTHROPIC)
            .tool(BASH, runs)
            .grantArgument(
                use -> {
                  throw new IllegalStateException();
                });

    reply(runtime, Agents.qa());

    assertThat(run).isEmpty();
    assertThat(told()).startsWith("error: this use of the tool is not allowed");
  }

  @Test
  void use_withAnotherRule_isHeldAgainstItsText() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"x\",\"why\":\"y\"}"))
        .answer(200, Wire.ANTHROPIC.answer("I see."));
    LangChain4jRuntime runtime =
        plain(Wire.ANTHROPIC).tool(BASH, runs).grantArgument(use -> "git status");

    reply(runtime, Agents.qa(ToolGrant.of(List.of("Bash(git status)"))));

    assertThat(run).hasSize(1);
  }

  @Test
  void use_ofAMethodOfTheHost_convertsArgumentsAndResult() throws Exception {
    server
        .answer(200, Wire.OPENAI.toolUse("add", "{\"numbers\":[1,2,3]}"))
        .answer(200, Wire.OPENAI.answer("6"));

    reply(plain(Wire.OPENAI).tools(new Calculator()), Agents.qa());

    JsonNode result = read(server.received().get(1).body()).at("/messages/3");
    assertThat(result.at("/role").textValue()).isEqualTo("tool");
    assertThat(result.at("/tool_call_id").textValue()).isEqualTo("call_1");
    assertThat(result.at("/content").textValue()).isEqualTo("{\"sum\":6}");
  }

  @Test
  void start_whenFileNamesToolsThatTheHostHasNot_warnsOnce() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.answer("All is well."))
        .answer(200, Wire.ANTHROPIC.answer("All is well."));
    LangChain4jRuntime runtime = plain(Wire.ANTHROPIC).tool(BASH, runs);
    ToolGrant tools = ToolGrant.of(List.of("Read(*)", "Bash(git:*)", "Grep", "mcp__x__*"));

    reply(runtime, Agents.qa(tools));
    Reply reply = reply(runtime, Agents.qa(tools));

    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(warnings())
        .containsExactly(
            "agent 'qa' names tools [Grep, Read], which the host has not registered; it works without them");
  }

  @Test
  void execute_whenTurnsAreUsedUp_fails() {
    for (int i = 0; i < 3; i++) {
      server.answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"));
    }
    LangChain4jRuntime runtime = plain(Wire.ANTHROPIC).tool(BASH, runs).maxTurns(3);

    ModelCallException failure = failure(runtime);

    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessage(
            "agent 'qa' has not finished within 3 turns; raise option 'max-turns', and maxTurns in its file if that is less");
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void execute_whenFileSetsMaxTurns_keepsToIt() {
    server.answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"));
    var context = new FakeContext(Agents.agent(null, ToolGrant.inherit(), Map.of("maxTurns", "1")));

    ModelCallException failure = failure(plain(Wire.ANTHROPIC).tool(BASH, runs), context);

    assertThat(failure).hasMessageContaining("within 1 turns");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void execute_whenFileAsksForMoreThanTheHostAllows_keepsToTheHosts() {
    server.answer(200, Wire.ANTHROPIC.toolUse("Bash", "{\"command\":\"git diff\"}"));
    var context =
        new FakeContext(Agents.agent(null, ToolGrant.inherit(), Map.of("maxTurns", "1000000")));

    ModelCallException failure =
        failure(plain(Wire.ANTHROPIC).tool(BASH, runs).maxTurns(1), context);

    assertThat(failure).hasMessageContaining("within 1 turns");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void agent_whenUsedAgain_hasForgottenTheTaskBefore() throws Exception {
    server
        .answer(200, Wire.ANTHROPIC.answer("First."))
        .answer(200, Wire.ANTHROPIC.answer("Second."));
    var context = new FakeContext(Agents.qa());
    try (var agent = plain(Wire.ANTHROPIC).start(context.definition())) {

      agent.execute(Task.of("qa", "One"), context);
      agent.reset();
      agent.execute(Task.of("qa", "Two"), context);

      assertThat(read(server.received().get(1).body()).at("/messages")).hasSize(1);
    }
  }

  @Test
  void tool_whenNameIsTaken_throws() {
    LangChain4jRuntime runtime = plain(Wire.ANTHROPIC).tool(BASH, runs);

    assertThatThrownBy(() -> runtime.tool(BASH, runs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are two tools 'Bash'; name one of them differently");
  }

  private LangChain4jRuntime plain(Wire wire) {
    return runtime(wire.provider(), Map.of("streaming", "false"));
  }

  private String told() throws Exception {
    return toolResult().at("/content/0/text").asText(toolResult().at("/content").asText());
  }

  private JsonNode toolResult() throws Exception {
    return read(server.received().get(1).body()).at("/messages/2/content/0");
  }

  private static JsonNode read(String json) throws Exception {
    return new ObjectMapper().readTree(json);
  }

  /** A host's object with tools. */
  static final class Calculator {
    record Sum(int sum) {}

    @Tool("adds numbers")
    Sum add(@P(name = "numbers", value = "what to add") List<Integer> numbers) {
      return new Sum(numbers.stream().mapToInt(Integer::intValue).sum());
    }
  }
}
