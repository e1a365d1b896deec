package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Usage;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider's faults: each is one call, and one error that says what to do. */
class FaultsTest extends ProviderFixture {

  @ParameterizedTest
  @CsvSource({
    "400, false",
    "401, false",
    "403, false",
    "404, false",
    "413, false",
    "302, false",
    "408, true",
    "429, true",
    "500, true",
    "502, true",
    "503, true",
    "504, true",
    "529, true"
  })
  void execute_whenRefused_saysWhetherItMayPass(int status, boolean passing) {
    for (Wire wire : Wire.values()) {
      for (String streaming : new String[] {"true", "false"}) {
        server.answer(status, wire.error("x"), "Location: " + server.url());
        var context = new FakeContext(Agents.qa());

        ModelCallException failure =
            failure(runtime(wire.provider(), Map.of("streaming", streaming)), context);

        assertThat(failure.retryable()).isEqualTo(passing);
        assertThat(failure).hasMessageStartingWith("model 'model-1' answered " + status + ": ");
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(context.calls().get(0).used()).isEmpty();
      }
    }
    assertThat(server.received()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenToldToWait_passesItOn(Wire wire, String streaming) {
    server.answer(429, wire.error("rate_limit_error"), "Retry-After: 20");

    ModelCallException failure = failure(runtime(wire, streaming));

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
    assertThat(failure)
        .hasMessage(
            "model 'model-1' answered 429 (rate_limit_error): there are too many requests; try again later");
  }

  @Test
  void execute_whenToldToWaitUntilADate_passesTheTimeOn() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
    server.answer(529, Wire.ANTHROPIC.error("overloaded_error"), "Retry-After: " + date);

    ModelCallException failure = failure(runtime(Wire.ANTHROPIC, "true"));

    assertThat(failure.retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(60));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenKeyIsWrong_namesTheOption(Wire wire, String streaming) {
    server.answer(401, wire.error("invalid_api_key"));

    assertThat(failure(runtime(wire, streaming)))
        .hasMessage(
            "model 'model-1' answered 401 (invalid_api_key): the key is not accepted; check the variable that 'api-key-env' names");
  }

  @Test
  void execute_whenCreditIsUsedUp_doesNotPass() {
    server.answer(429, Wire.OPENAI.error("insufficient_quota"), "Retry-After: 1");

    ModelCallException failure = failure(runtime(Wire.OPENAI, "true"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessage(
            "model 'model-1' answered 429 (insufficient_quota): the account has no more credit; see to that");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenJsonIsTruncated_fails(Wire wire, String streaming) {
    if (streaming.equals("true")) {
      server.stream(
          Wire.join(
              wire.begun("All "),
              "event: content_block_delta\ndata: {\"type\":\"BODYTEXT\n\n",
              wire.ended()[0]));
    } else {
      String whole = wire.answer("BODYTEXT is well");
      server.answer(200, whole.substring(0, whole.length() - 40));
    }

    ModelCallException failure = failure(runtime(wire, streaming));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessageStartingWith("model 'model-1' answered what cannot be understood (Json");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenBodyIsShorterThanSaid_fails(Wire wire) {
    String whole = ScriptedServer.whole(200, wire.answer("BODYTEXT"));
    server.then((out, gone) -> ScriptedServer.write(out, whole.substring(0, whole.length() - 9)));

    assertThat(failure(runtime(wire, "false"))).hasMessage(BROKEN_OFF);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenStreamIsCut_failsAndKeepsWhatWasEmitted(Wire wire) {
    server.brokenStream(wire.begun("All ", "is "));
    var context = new FakeContext(Agents.qa());

    ModelCallException failure = failure(runtime(wire, "true"), context);

    assertThat(failure).hasMessage(BROKEN_OFF);
    assertThat(failure.retryable()).isTrue();
    assertThat(context.emitted()).containsExactly("All ", "is ");
    assertThat(context.calls().get(0).used()).isEqualTo(counted(wire));
  }

  /** What is known after the beginning of a stream: Anthropic alone counts as it begins. */
  private static List<Usage> counted(Wire wire) {
    return wire == Wire.ANTHROPIC ? List.of(new Usage(1110, 5, 1000)) : List.of();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenStreamIsCutWhereAnEndCouldBe_fails(Wire wire) {
    server.shortStream(wire.begun("All ", "is "));

    assertThat(failure(runtime(wire, "true"))).hasMessage(BROKEN_OFF);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenStreamHoldsAnError_fails(Wire wire) {
    server.stream(Wire.join(wire.begun("All "), wire.streamedError()));
    var context = new FakeContext(Agents.qa());

    ModelCallException failure = failure(runtime(wire, "true"), context);

    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageContaining("it is overloaded or out of order; try again later");
    assertThat(context.calls().get(0).used()).isEqualTo(counted(wire));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenStreamStalls_failsAfterTheTimeout(Wire wire) {
    server.stalledStream(wire.begun("All "));

    ModelCallException failure = failure(runtime(wire.provider(), Map.of("timeout", "PT0.2S")));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessage("model 'model-1' was silent for PT0.2S; try again, or raise option 'timeout'");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenNothingComes_failsAfterTheTimeoutAndHangsUp(Wire wire, String streaming)
      throws Exception {
    server.silence();

    ModelCallException failure =
        failure(runtime(wire.provider(), Map.of("timeout", "PT0.2S", "streaming", streaming)));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageContaining("was silent for PT0.2S");
    server.awaitClientGone();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void execute_whenBodyStallsAfterItsHead_failsAfterTheTimeout() {
    server.then(
        (out, gone) -> {
          ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":");
          gone.await();
        });

    ModelCallException failure =
        failure(runtime("openai", Map.of("timeout", "PT0.2S", "streaming", "false")));

    assertThat(failure).hasMessageContaining("was silent for PT0.2S");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenConnectionEndsBeforeTheAnswer_fails(Wire wire, String streaming) {
    server.then((out, gone) -> {});

    assertThat(failure(runtime(wire, streaming)).retryable()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenNobodyListens_saysSo(Wire wire, String streaming) {
    LangChain4jRuntime runtime = runtime(wire, streaming);
    server.close();

    ModelCallException failure = failure(runtime);

    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessage(
            "model 'model-1' cannot be reached (ConnectException); check option 'base-url' and the network");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenAnswerIsEmpty_fails(Wire wire, String streaming) {
    if (streaming.equals("true")) {
      server.stream(wire.streamed());
    } else {
      server.answer(200, wire.answer(""));
    }
    var context = new FakeContext(Agents.qa());

    ModelCallException failure = failure(runtime(wire, streaming), context);

    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessage("model 'model-1' answered nothing; try again, or ask another model");
    assertThat(context.calls().get(0).used()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenBodyIsEmpty_fails(Wire wire, String streaming) {
    server.answer(200, "");

    assertThat(failure(runtime(wire, streaming)).retryable()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenAnswerIsNoneOfTheProtocol_fails(Wire wire, String streaming) {
    server.answer(200, "<html>BODYTEXT</html>");

    ModelCallException failure = failure(runtime(wire, streaming));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessageStartingWith("model 'model-1' answered what cannot be understood (")
        .hasMessageEndingWith("; try again, or check option 'base-url'");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenAnswerIsLargerThanItsTokens_givesUp(Wire wire, String streaming) {
    String more = "BODYTEXT".repeat(1 << 18);
    if (streaming.equals("true")) {
      server.stream(wire.begun(more));
    } else {
      server.answer(200, wire.answer(more));
    }
    var options = Map.of("streaming", streaming, "max-output-tokens", "10");

    ModelCallException failure = failure(runtime(wire.provider(), options));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessage("model 'model-1' answered more than 1053696 bytes; check option 'base-url'");
  }

  @Test
  void execute_whenTheClientHasDied_hasANewOneAfterOneFailure() throws Exception {
    Set<Thread> before = selectors();
    LangChain4jRuntime runtime =
        runtime("openai", Map.of("timeout", "PT0.5S", "streaming", "false"));
    for (Thread selector : selectors()) {
      if (!before.contains(selector)) {
        selector.interrupt();
        selector.join();
      }
    }
    server
        .answer(200, Wire.OPENAI.answer("All is well."))
        .answer(200, Wire.OPENAI.answer("All is well."));

    ModelCallException failure = failure(runtime);
    Reply reply = reply(runtime, Agents.qa());

    assertThat(failure.retryable()).isTrue();
    assertThat(reply.text()).isEqualTo("All is well.");
  }

  /** Returns the threads without which the JDK's clients are dead. */
  private static Set<Thread> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("SelectorManager"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenAnswerIsCutAtItsLimit_failsForGood(Wire wire) {
    server.answer(200, wire.stopped("length"));

    ModelCallException failure = failure(runtime(wire, "false"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessage(
            "model 'model-1' was cut off at the most tokens it may write; raise option 'max-output-tokens'");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void execute_whenInterruptedBeforeTheAnswer_endsAndHangsUp(Wire wire, String streaming)
      throws Exception {
    server.silence();
    LangChain4jRuntime runtime = runtime(wire, streaming);
    var run = new Run(runtime);

    server.awaitRequest();
    run.thread.interrupt();

    assertThat(run.thrown.get()).isInstanceOf(InterruptedException.class);
    server.awaitClientGone();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void execute_whenInterruptedWithinAStream_endsAndHangsUp(Wire wire) throws Exception {
    server.stalledStream(wire.begun("All "));
    var run = new Run(runtime(wire, "true"));

    run.context.awaitEmission();
    run.thread.interrupt();

    assertThat(run.thrown.get()).isInstanceOf(InterruptedException.class);
    server.awaitClientGone();
  }

  private static final String BROKEN_OFF =
      "model 'model-1' broke off in the middle of its answer; try again";

  private LangChain4jRuntime runtime(Wire wire, String streaming) {
    return runtime(wire.provider(), Map.of("streaming", streaming));
  }

  static Stream<Arguments> ways() {
    return Stream.of(Wire.values())
        .flatMap(wire -> Stream.of(Arguments.of(wire, "true"), Arguments.of(wire, "false")));
  }

  /** A task under way on a thread of its own. */
  private final class Run {
    private final FakeContext context = new FakeContext(Agents.qa());
    private final FutureTask<Throwable> thrown;
    private final Thread thread;

    Run(LangChain4jRuntime runtime) {
      thrown = new FutureTask<>(() -> catchThrowable(() -> reply(runtime, context)));
      thread = new Thread(thrown);
      thread.start();
    }
  }
}
