package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.Health;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine whose agents are on a web server: here today, changed tomorrow, gone, and back. */
@Timeout(60)
class HttpSourceTest {
  private volatile String file = "---\nname: qa\ndescription: Tests.\n---\nTest it.\n";
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    server.createContext("/team/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anEngine_followsItsServer_andLivesWithoutIt() throws Exception {
    try (Engine engine = engine("http://127.0.0.1:" + port + "/team/manifest.json")) {
      assertThat(prompt(engine)).isEqualTo("Test it.\n");
      assertThat(engine.health().status()).isEqualTo(Health.Status.UP);

      file = "---\nname: qa\ndescription: Tests.\n---\nTest it twice.\n";
      eventually(engine, () -> prompt(engine).equals("Test it twice.\n"));

      stop();
      eventually(engine, () -> engine.health().status() == Health.Status.DEGRADED);
      assertThat(prompt(engine)).isEqualTo("Test it twice.\n");
      engine.prompts().invalidate("qa");
      assertThat(prompt(engine)).isEqualTo("Test it twice.\n");
      assertThat(engine.registry().diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("unreachable");

      start();
      eventually(engine, () -> engine.health().status() == Health.Status.UP);
      assertThat(engine.registry().diagnostics()).isEmpty();
    }
  }

  @Test
  void anEngine_isBuiltWithoutAskingTheServer() {
    // tag::team[]
    Map<String, String> team =
        Map.of(
            "manifest", "https://agents.example.com/team/manifest.json",
            "interval", "PT5M");
    Impresario.Builder builder =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", ".claude/agents"))
            .source("http", Scope.USER, team);
    // end::team[]
    try (Engine engine = builder.build()) {
      assertThat(engine.health().status()).isEqualTo(Health.Status.UP);
    }
  }

  private static Engine engine(String manifest) {
    Map<String, String> options =
        Map.of(
            "manifest",
            manifest,
            "allow",
            "127.0.0.1",
            "interval",
            "PT0.2S",
            "breaker-pause",
            "PT0.2S");
    return Impresario.builder().source("http", Scope.SYSTEM, options).build();
  }

  private static String prompt(Engine engine) {
    return engine.registry().load("qa").prompt();
  }

  /** The source asks at times of its own, so nobody can say when it is seen. */
  private static void eventually(Engine engine, BooleanSupplier seen) {
    while (!seen.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      engine.registry().refresh();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean manifest = exchange.getRequestURI().getPath().equals("/team/manifest.json");
    byte[] bytes = (manifest ? manifest() : file).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String manifest() throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getBytes(UTF_8));
      return "{\"agents\":[{\"path\":\"qa.md\",\"sha256\":\"%s\"}]}"
          .formatted(HexFormat.of().formatHex(hash));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
