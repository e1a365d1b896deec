package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.impresario.Budget;
import dev.impresario.Engine;
import dev.impresario.Health;
import dev.impresario.ModelPolicy;
import dev.impresario.ModelPolicy.Retry;
import dev.impresario.Price;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.Usage;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole engine with a model behind it that misbehaves in every way: each task ends, and slot,
 * agent and budget are given back. The model is a server of this test's, on the loopback address.
 */
@Timeout(60)
class ModelFaultsTest {
  @TempDir private Path directory;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile String behaviour = "ok";
  private HttpServer server;
  private Engine engine;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        directory.resolve("qa.md"), "---\nname: qa\ndescription: Tests.\n---\nTest it.\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    if (engine != null) {
      engine.close();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aReply_isPaidFor() throws Exception {
    build(false, Budget.unlimited().withCost(new BigDecimal("1")));

    TaskResult result = engine.delegate(Task.of("qa", "Test the login"));

    assertThat(result.text()).isEqualTo("all good");
    assertThat(result.usage()).isEqualTo(new Usage(50, 7, 20));
    assertThat(engine.usage().byModel()).containsEntry("m", new Usage(50, 7, 20));
    assertThat(engine.usage().cost()).isEqualByComparingTo("0.00004425");
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "500", "529", "truncated", "empty", "gone"})
  void aModelThatFails_isAskedTwice_andNothingIsKept(String fault) throws Exception {
    build(false, Budget.unlimited().withTokens(20_000));
    behaviour = fault;

    Failure failure = (Failure) engine.delegate(Task.of("qa", "Test the login"));

    assertThat(failure.code()).isEqualTo(Code.MODEL_FAILED);
    assertThat(failure.message()).contains("'m'").doesNotContain("Test the login");
    assertThat(failure.cause()).isNotNull();
    assertThat(requests).hasValue(2);
    assertNothingIsKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "hang"})
  void aStreamThatBreaksOff_orStops_endsTheTask_andNothingIsKept(String fault) throws Exception {
    build(true, Budget.unlimited().withTokens(20_000));
    behaviour = fault;

    Failure failure =
        (Failure)
            engine.delegate(Task.of("qa", "Test the login").withTimeout(Duration.ofSeconds(3)));

    assertThat(failure.code()).isEqualTo(fault.equals("cut") ? Code.MODEL_FAILED : Code.TIMED_OUT);
    assertThat(requests).as("a part was handed on, so it is not asked again").hasValue(1);
    assertNothingIsKept();
  }

  @Test
  void aCancelledTask_stopsListening() throws Exception {
    build(true, Budget.unlimited());
    behaviour = "hang";
    var first = new CountDownLatch(1);
    Submission submission = engine.submit(Task.of("qa", "work"), part -> first.countDown());
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

    submission.cancel();

    assertThat(((Failure) submission.await()).code()).isEqualTo(Code.CANCELLED);
    assertNothingIsKept();
  }

  @Test
  void aModelThatIsBusy_isAskedAgain_whenItSays() throws Exception {
    build(false, Budget.unlimited());
    behaviour = "busy once";

    assertThat(engine.delegate(Task.of("qa", "work")).text()).isEqualTo("all good");
    assertThat(requests).hasValue(2);
  }

  @Test
  void aBudgetThatWouldNotBearTheCall_costsNothing() throws Exception {
    build(false, Budget.unlimited().withTokens(20));

    Failure failure = (Failure) engine.delegate(Task.of("qa", "work"));

    assertThat(failure.code()).isEqualTo(Code.BUDGET_EXCEEDED);
    assertThat(requests).hasValue(0);
  }

  private void assertNothingIsKept() throws InterruptedException {
    int before = requests.get();
    behaviour = "ok";
    List<TaskResult> all = engine.delegateAll(List.of(Task.of("qa", "1"), Task.of("qa", "2")));
    assertThat(all).allSatisfy(result -> assertThat(result.text()).isEqualTo("all good"));
    assertThat(requests.get() - before).isEqualTo(2);
    assertThat(engine.health().parts())
        .filteredOn(part -> part.name().equals("agents") || part.name().equals("tasks"))
        .extracting(Health.Part::reason)
        .allSatisfy(
            reason ->
                assertThat(reason).containsAnyOf("0 lent, 0 waiting", "0 of 1 slots at work"));
  }

  private void build(boolean streaming, Budget budget) {
    engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()))
            .runtime(
                "langchain4j",
                Map.of(
                    "provider", "openai",
                    "base-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                    "model", "m",
                    "max-output-tokens", "1000",
                    "streaming", String.valueOf(streaming)))
            .model(
                "m",
                ModelPolicy.defaults()
                    .withPrice(Price.perMillion("1.00", "2.00", "0.0125"))
                    .withRetry(new Retry(2, Duration.ofMillis(10), Duration.ofSeconds(5))))
            .concurrency(1)
            .budget(budget)
            .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = requests.incrementAndGet();
    boolean stream =
        new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains("\"stream\" : true");
    switch (behaviour) {
      case "429", "500", "529" -> respond(exchange, Integer.parseInt(behaviour), "{}");
      case "truncated" -> respond(exchange, 200, "{\"id\":\"1\",\"choices\":[{\"mess");
      case "empty" -> respond(exchange, 200, "");
      case "gone" -> exchange.close();
      case "cut", "hang" -> breakOff(exchange);
      case "busy once" -> {
        if (number == 1) {
          exchange.getResponseHeaders().set("Retry-After", "1");
          respond(exchange, 429, "{}");
        } else {
          respond(exchange, 200, WHOLE);
        }
      }
      default -> respondWell(exchange, stream);
    }
  }

  private static void respondWell(HttpExchange exchange, boolean stream) throws IOException {
    if (stream) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      respond(exchange, 200, chunk("all good") + LAST);
    } else {
      respond(exchange, 200, WHOLE);
    }
  }

  /** Sends one part, and then nothing more: with the connection closed, or open. */
  private void breakOff(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(chunk("all").getBytes(UTF_8));
    exchange.getResponseBody().flush();
    if (behaviour.equals("hang")) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":7,\"total_tokens\":57,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":20}}";
  private static final String WHOLE =
      "{\"id\":\"1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
          + "\"all good\"},\"finish_reason\":\"stop\"}],"
          + USAGE
          + "}";
  private static final String LAST =
      "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: {\"id\":\"1\",\"choices\":[],"
          + USAGE
          + "}\n\ndata: [DONE]\n\n";

  private static String chunk(String text) {
    return "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"}}]}\n\n";
  }
}
