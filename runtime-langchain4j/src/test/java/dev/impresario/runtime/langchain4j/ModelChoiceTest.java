package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ImpresarioException;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model an agent gets, and which it turns to. */
class ModelChoiceTest extends ProviderFixture {
  private static final Map<String, String> ALIASES =
      Map.of(
          "aliases",
          "sonnet=big-5, haiku=small-5",
          "fallbacks",
          "sonnet,haiku",
          "streaming",
          "false");

  @ParameterizedTest
  @CsvSource({
    ", model-1",
    "inherit, model-1",
    "sonnet, big-5",
    "haiku, small-5",
    "big-5, big-5",
    "model-1, model-1"
  })
  void model_isWhatTheFileAsksFor(String asked, String given) throws Exception {
    server.answer(200, Wire.OPENAI.answer("All is well."));
    LangChain4jRuntime runtime = runtime("openai", ALIASES);
    var context = new FakeContext(Agents.qa(asked));

    reply(runtime, context);

    assertThat(runtime.model(context.definition().metadata())).isEqualTo(given);
    assertThat(context.calls().get(0).model()).isEqualTo(given);
    assertThat(server.received().get(0).body()).contains("\"model\" : \"" + given + "\"");
  }

  @Test
  void models_areAllThatMayBeCalled() {
    assertThat(runtime("openai", ALIASES).models()).containsExactly("model-1", "big-5", "small-5");
  }

  @Test
  void start_whenModelIsNotKnown_saysWhatThereIs() {
    LangChain4jRuntime runtime = runtime("openai", ALIASES);

    assertThat(runtime.model(Agents.qa("opus").metadata())).isNull();
    assertThatThrownBy(() -> runtime.start(Agents.qa("opus")))
        .isInstanceOf(ImpresarioException.class)
        .hasMessage(
            "agent 'qa' asks for model 'opus'; there are [big-5, haiku, inherit, model-1, small-5, sonnet];"
                + " say in option 'aliases' which it is to be, for example 'opus=model-1'");
  }

  @Test
  void model_whenNotKnownAndThereIsAnAliasForAll_isThat() {
    LangChain4jRuntime runtime = runtime("openai", Map.of("aliases", "inherit=big-5,*=small-5"));

    assertThat(runtime.model(Agents.qa("opus").metadata())).isEqualTo("small-5");
    assertThat(runtime.model(Agents.qa().metadata())).isEqualTo("big-5");
    assertThat(runtime.model(Agents.qa("inherit").metadata())).isEqualTo("big-5");
  }

  @Test
  void execute_whenModelIsOverloaded_turnsToTheNext() throws Exception {
    server
        .answer(529, Wire.OPENAI.error("x"))
        .answer(503, Wire.OPENAI.error("x"))
        .answer(200, Wire.OPENAI.answer("All is well."));
    var context = new FakeContext(Agents.qa());

    Reply reply = reply(runtime("openai", ALIASES), context);

    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(context.calls())
        .extracting(FakeContext.Call::model)
        .containsExactly("model-1", "big-5", "small-5");
  }

  @Test
  void execute_whenAllAreOverloaded_throwsTheLastAndKeepsTheOthers() {
    server
        .answer(529, Wire.OPENAI.error("x"))
        .answer(429, Wire.OPENAI.error("x"))
        .answer(503, Wire.OPENAI.error("x"));

    ModelCallException failure = failure(runtime("openai", ALIASES));

    assertThat(failure).hasMessageStartingWith("model 'small-5' answered 503");
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("model 'model-1' answered 529"),
            second -> assertThat(second).startsWith("model 'big-5' answered 429"));
  }

  @Test
  void execute_whenModelIsItselfAFallback_turnsToThoseAfterItAlone() {
    server.answer(529, Wire.OPENAI.error("x"));
    var context = new FakeContext(Agents.qa("haiku"));

    ModelCallException failure = failure(runtime("openai", ALIASES), context);

    assertThat(failure).hasMessageStartingWith("model 'small-5' answered 529");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void execute_whenFailureWillNotPass_turnsToNobody() {
    server.answer(400, Wire.OPENAI.error("x"));

    failure(runtime("openai", ALIASES));

    assertThat(server.received()).hasSize(1);
  }

  @Test
  void execute_whenAPartIsAlreadyOut_turnsToNobody() {
    server.brokenStream(Wire.OPENAI.begun("All "));

    failure(runtime("openai", Map.of("fallbacks", "big-5")));

    assertThat(server.received()).hasSize(1);
  }
}
