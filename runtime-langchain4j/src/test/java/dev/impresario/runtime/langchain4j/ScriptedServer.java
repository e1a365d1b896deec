package dev.impresario.runtime.langchain4j;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A provider that answers, on the loopback address, what a test has written down for it, byte by
 * byte: whole answers, answers that break off, and none. One request a connection.
 */
final class ScriptedServer implements AutoCloseable {

  /** A request as it came. */
  record Received(String head, String body) {}

  /** What the server does with one request. */
  @FunctionalInterface
  interface Act {
    void play(OutputStream out, CountDownLatch clientGone) throws Exception;
  }

  private final ServerSocket socket;
  private final BlockingQueue<Act> script = new LinkedBlockingQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch deaf = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);

  ScriptedServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
  }

  List<Received> received() {
    return received;
  }

  /** Waits until a request is there. */
  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  /** Waits until a client has ended a connection on which the server was silent. */
  void awaitClientGone() throws InterruptedException {
    gone.await();
  }

  ScriptedServer then(Act act) {
    script.add(act);
    return this;
  }

  ScriptedServer answer(int status, String body, String... headers) {
    return then((out, end) -> write(out, whole(status, body, headers)));
  }

  /** Answers with events, in chunks. */
  ScriptedServer stream(String... events) {
    return then(
        (out, end) -> {
          write(out, STREAM_HEAD);
          for (String event : events) {
            write(out, chunk(event));
          }
          write(out, "0\r\n\r\n");
        });
  }

  /** Answers with events and then ends the connection, without the last chunk. */
  ScriptedServer brokenStream(String... events) {
    return then(
        (out, end) -> {
          write(out, STREAM_HEAD);
          for (String event : events) {
            write(out, chunk(event));
          }
        });
  }

  /** Answers with events and ends the connection in a way that looks like a good end. */
  ScriptedServer shortStream(String... events) {
    return then(
        (out, end) ->
            write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                    + String.join("", events)));
  }

  /** Answers with events and then says no more, until the client has gone. */
  ScriptedServer stalledStream(String... events) {
    return then(
        (out, end) -> {
          write(out, STREAM_HEAD);
          for (String event : events) {
            write(out, chunk(event));
          }
          end.await();
        });
  }

  /** Says nothing at all, until the client has gone. */
  ScriptedServer silence() {
    return then((out, end) -> end.await());
  }

  static String whole(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("HTTP/1.1 %d Scripted\r\n".formatted(status));
    head.append("Content-Type: application/json\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head + "Content-Length: " + bytes.length + "\r\n\r\n" + body;
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

  private static String chunk(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return Integer.toHexString(length) + "\r\n" + text + "\r\n";
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed by the test
    } finally {
      deaf.countDown();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      received.add(read(in));
      asked.countDown();
      Act act = script.poll();
      if (act == null) {
        write(connection.getOutputStream(), whole(418, "nothing is scripted"));
        return;
      }
      var clientGone = new CountDownLatch(1);
      start(() -> watch(in, clientGone));
      act.play(connection.getOutputStream(), clientGone);
    } catch (Exception e) {
      // a connection that ends in the middle is what many tests are about
    }
  }

  private void watch(InputStream in, CountDownLatch clientGone) {
    try {
      while (in.read() >= 0) {
        // nothing is expected any more
      }
    } catch (IOException e) {
      // reset: gone as well
    }
    clientGone.countDown();
    gone.countDown();
  }

  private static Received read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no request");
      }
      head.append((char) c);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return new Received(head.toString(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
      deaf.await(); // until nobody accepts, the system goes on listening
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
