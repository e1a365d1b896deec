package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server on the loopback, with a manifest and the files it lists, or with what a test says.
 */
final class WebServer implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer takes 40 ms
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Threads.named("web-server"));
  private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WebServer() throws IOException {
    this(0);
  }

  WebServer(int port) throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
  }

  WebServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Lets these files be there, and a manifest of just them, with an ETag. */
  WebServer store(Map<String, String> files) {
    var entries = new TreeMap<String, String>();
    handlers.keySet().removeIf(path -> path.startsWith("/team/"));
    files.forEach(
        (path, text) -> {
          file("/team/" + path, text);
          entries.put(path, HeldFile.sha256(text.getBytes(UTF_8)));
        });
    return manifest(manifestOf(entries));
  }

  WebServer manifest(String json) {
    String etag = "\"" + HeldFile.sha256(json.getBytes(UTF_8)) + "\"";
    return on(
        "/team/manifest.json",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", etag);
          boolean known = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          answer(exchange, known ? 304 : 200, known ? "" : json);
        });
  }

  static String manifestOf(Map<String, String> hashes) {
    var entries = new StringBuilder();
    hashes.forEach(
        (path, hash) ->
            entries
                .append(entries.isEmpty() ? "" : ",\n")
                .append("{\"path\":\"%s\",\"sha256\":\"%s\"}".formatted(path, hash)));
    return "{\"agents\":[" + entries + "]}";
  }

  WebServer file(String path, String text) {
    return on(path, exchange -> answer(exchange, 200, text));
  }

  WebServer status(String path, int status) {
    return on(path, exchange -> answer(exchange, status, "broken"));
  }

  WebServer redirect(String path, String location) {
    return on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          answer(exchange, 302, "");
        });
  }

  WebServer on(String path, HttpHandler handler) {
    handlers.put(path, handler);
    return this;
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    answer(exchange, status, text.getBytes(UTF_8));
  }

  static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    boolean empty = bytes.length == 0;
    exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().getPath());
    HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
    if (handler == null) {
      answer(exchange, 404, "not here");
    } else {
      handler.handle(exchange);
    }
  }

  /** Returns the paths that were asked for, in order. */
  List<String> requests() {
    return requests;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  Map<String, String> options() {
    return Map.of("manifest", url("/team/manifest.json"), "allow", "127.0.0.1");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
