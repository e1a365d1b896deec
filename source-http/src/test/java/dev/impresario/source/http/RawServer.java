package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Says on the loopback what no decent server would. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Threads.named("raw-server"));
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Script script;

  /** The head of each request, line by line. */
  final List<List<String>> requests = new CopyOnWriteArrayList<>();

  /** What is said once the head of a request has come. The connection is closed after it. */
  interface Script {
    void answer(String path, OutputStream out) throws Exception;
  }

  RawServer(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      var head = new ArrayList<String>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      requests.add(head);
      script.answer(head.get(0).split(" ", -1)[1], socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (Exception e) {
      // the client has gone, as it should
    }
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
