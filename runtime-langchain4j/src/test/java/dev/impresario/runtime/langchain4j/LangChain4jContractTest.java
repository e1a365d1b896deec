package dev.impresario.runtime.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.tck.AgentRuntimeContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, with a model that answers with all messages that it was sent. */
class LangChain4jContractTest extends AgentRuntimeContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;

  LangChain4jContractTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    server.createContext("/", LangChain4jContractTest::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Override
  protected AgentRuntimeProvider provider() {
    return new LangChain4jRuntimeProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "provider", "ollama",
        "base-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
        "model", "large",
        "aliases", "haiku=small",
        "streaming", "false");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var said = new StringBuilder();
      for (JsonNode message : JSON.readTree(exchange.getRequestBody()).path("messages")) {
        said.append(message.path("content").asText()).append('\n');
      }
      byte[] answer = answer(said.toString()).getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String answer(String text) throws IOException {
    return """
        {"id": "1", "object": "chat.completion", "model": "large",
         "choices": [{"index": 0, "finish_reason": "stop",
           "message": {"role": "assistant", "content": %s}}],
         "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
        """
        .formatted(JSON.writeValueAsString(text));
  }
}
