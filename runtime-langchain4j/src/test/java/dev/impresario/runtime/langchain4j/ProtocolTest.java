package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.impresario.Reply;
import dev.impresario.Usage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent to providers, and what is made of their answers. */
class ProtocolTest extends ProviderFixture {
  /**
   * As both protocols' examples have it: 10 tokens afresh, 100 put into the cache, 1000 from it.
   */
  private static final Usage COUNTED = new Usage(1110, 5, 1000);

  private static final Map<String, String> PLAIN = Map.of("streaming", "false");

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_plain_returnsTextAndUsage(Wire wire) throws Exception {
    server.answer(200, wire.answer("All is well."));
    var context = new FakeContext(Agents.qa());

    Reply reply = reply(runtime(wire.provider(), PLAIN), context);

    assertThat(reply).isEqualTo(new Reply("All is well.", COUNTED));
    assertThat(context.emitted()).isEmpty();
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_streaming_emitsPartsAsTheyCome(Wire wire) throws Exception {
    server.stream(wire.streamed("All ", "is ", "well."));
    var context = new FakeContext(Agents.qa());

    Reply reply = reply(runtime(wire.provider(), Map.of()), context);

    assertThat(reply).isEqualTo(new Reply("All is well.", COUNTED));
    assertThat(context.emitted()).containsExactly("All ", "is ", "well.");
    assertThat(context.emitters()).containsOnly(Thread.currentThread());
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenServerKeepsTheStreamOpenAfterItsEnd_doesNotWait(Wire wire) throws Exception {
    server.stalledStream(wire.streamed("All is well."));

    Reply reply = reply(runtime(wire.provider(), Map.of()), Agents.qa());

    assertThat(reply.text()).isEqualTo("All is well.");
    server.awaitClientGone();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void call_always_reservesWhatTheRequestMayUseAtMost(Wire wire) throws Exception {
    server.answer(200, wire.answer("All is well."));
    var context = new FakeContext(Agents.qa());

    reply(
        runtime(wire.provider(), Map.of("streaming", "false", "max-output-tokens", "1000")),
        context);

    int sent = Agents.PROMPT.length() + Agents.INPUT.length();
    FakeContext.Call call = context.calls().get(0);
    assertThat(call.model()).isEqualTo("model-1");
    assertThat(call.estimate()).isEqualTo((sent + 2) / 3 + 1000);
    assertThat(call.used()).containsExactly(COUNTED);
  }

  @Test
  void request_toAnthropic_marksThePromptForTheCache() throws Exception {
    server.answer(200, Wire.ANTHROPIC.answer("All is well."));

    reply(runtime("anthropic", Map.of("streaming", "false", "temperature", "0.5")), Agents.qa());

    JsonNode body = sent();
    assertThat(server.received().get(0).head())
        .startsWith("POST /v1/messages HTTP/1.1\r\n")
        .containsIgnoringCase("x-api-key: " + KEY);
    assertThat(body.at("/system/0/text").textValue()).isEqualTo(Agents.PROMPT);
    assertThat(body.at("/system/0/cache_control/type").textValue()).isEqualTo("ephemeral");
    assertThat(body.at("/messages/0/role").textValue()).isEqualTo("user");
    assertThat(body.at("/messages").toString()).contains(Agents.INPUT);
    assertThat(body.at("/model").textValue()).isEqualTo("model-1");
    assertThat(body.at("/max_tokens").intValue()).isEqualTo(8192);
    assertThat(body.at("/temperature").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void request_toOpenAi_limitsTheAnswerByTheNewerName() throws Exception {
    server.answer(200, Wire.OPENAI.answer("All is well."));

    reply(runtime("openai", PLAIN), Agents.qa());

    JsonNode body = sent();
    assertThat(server.received().get(0).head())
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("authorization: Bearer " + KEY);
    assertThat(body.at("/messages/0/role").textValue()).isEqualTo("system");
    assertThat(body.at("/messages/0/content").textValue()).isEqualTo(Agents.PROMPT);
    assertThat(body.at("/messages/1/content").textValue()).isEqualTo(Agents.INPUT);
    assertThat(body.at("/max_completion_tokens").intValue()).isEqualTo(8192);
    assertThat(body.has("max_tokens")).isFalse();
    assertThat(body.has("temperature")).isFalse();
  }

  @Test
  void request_toOllama_needsNoKey() throws Exception {
    server.stream(Wire.OPENAI.streamed("All is well."));
    var options = Map.of("provider", "ollama", "model", "llama3.2:3b", "base-url", server.url());

    Reply reply = reply(LangChain4jRuntime.of(options), Agents.qa());

    JsonNode body = sent();
    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(server.received().get(0).head())
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .doesNotContainIgnoringCase("authorization");
    assertThat(body.at("/model").textValue()).isEqualTo("llama3.2:3b");
    assertThat(body.at("/max_tokens").intValue()).isEqualTo(8192);
    assertThat(body.has("max_completion_tokens")).isFalse();
  }

  @Test
  void request_always_isSeenByTheGuardOfThisMachine() throws Exception {
    server.answer(200, Wire.OPENAI.answer("All is well."));

    reply(runtime("openai", PLAIN), Agents.qa());

    assertThat(visited()).isNotEmpty();
  }

  @Test
  void close_afterCalls_leavesNoThreadOfOurs() throws Exception {
    server.answer(200, Wire.OPENAI.answer("All is well."));
    LangChain4jRuntime runtime = runtime("openai", PLAIN);
    Set<Thread> before = threads();
    reply(runtime, Agents.qa());
    Set<Thread> own = threads();
    own.removeAll(before);

    runtime.close();
    runtime.close();

    assertThat(own).isNotEmpty();
    for (Thread thread : own) {
      thread.join();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("impresario-model-http"))
        .collect(Collectors.toSet());
  }

  private JsonNode sent() throws Exception {
    return new ObjectMapper().readTree(server.received().get(0).body());
  }
}
