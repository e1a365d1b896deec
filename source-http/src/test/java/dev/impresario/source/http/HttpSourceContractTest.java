package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.tck.AgentSourceContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class HttpSourceContractTest extends AgentSourceContract {
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    server = new WebServer().store(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected AgentSourceProvider provider() {
    return new HttpSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    return server.options();
  }

  @Override
  protected void store(Map<String, String> files) {
    server.store(files);
  }

  @Override
  protected boolean spoil(String path) {
    server.on(
        "/team/" + path,
        exchange ->
            WebServer.answer(exchange, 200, "the-text-of-a-prompt, spoilt".getBytes(UTF_8)));
    return true;
  }

  @Override
  protected boolean remove() {
    server.close();
    return true;
  }

  @Override
  protected boolean holdsContent() {
    return true;
  }
}
