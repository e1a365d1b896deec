package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Options;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A world for tests: names are a map, no socket leaves the loopback, each connect is noted, pauses
 * pass at once by a clock of its own, and polls happen when the test says so.
 */
final class Trial {
  final Map<String, List<String>> names = new ConcurrentHashMap<>();
  final List<String> lookUps = new CopyOnWriteArrayList<>();
  final List<String> connects = new CopyOnWriteArrayList<>();
  final List<Long> pauses = new CopyOnWriteArrayList<>();
  final AtomicLong skipped = new AtomicLong();
  final Semaphore polls = new Semaphore(0);
  final Semaphore polled = new Semaphore(0);
  @Nullable SSLContext tls;

  /** Lets time pass at once. */
  void pass(long millis) {
    skipped.addAndGet(millis * 1_000_000);
  }

  World world() {
    return new World(
        this::lookUp,
        () -> new LoopbackSocket(connects),
        tls,
        () -> System.nanoTime() + skipped.get(),
        () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(skipped.get()),
        () -> 0.5,
        nanos -> {
          pauses.add(nanos / 1_000_000);
          skipped.addAndGet(nanos);
        },
        nanos -> {
          polled.release();
          polls.acquire();
        });
  }

  HttpSource source(Map<String, String> options) {
    var provider = new HttpSourceProvider();
    return new HttpSource(HttpSourceProvider.settings(Options.of(provider, options)), world());
  }

  HttpSource source(WebServer server, String... more) {
    var options = new HashMap<>(server.options());
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return source(options);
  }

  /** Lets one poll happen, and returns when it has ended. */
  void poll() throws InterruptedException {
    polled.acquire(); // it waits to begin
    polls.release();
    polled.acquire(); // it waits again
    polled.release();
  }

  private InetAddress[] lookUp(String host) throws IOException {
    lookUps.add(host);
    List<String> found = names.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    var addresses = new InetAddress[found.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(found.get(i));
    }
    return addresses;
  }

  static Map<String, String> texts(Scan scan) throws IOException {
    var texts = new TreeMap<String, String>();
    for (AgentResource resource : scan.resources()) {
      texts.put(resource.path(), new String(resource.read(1 << 24), UTF_8));
    }
    return texts;
  }

  /** Returns code, path and message of each. */
  static List<String> problems(Scan scan) {
    return scan.diagnostics().stream().map(Trial::problem).toList();
  }

  private static String problem(Diagnostic found) {
    String path = found.path() == null ? "" : " " + found.path();
    return found.code() + path + ": " + found.message();
  }

  /** Notes where it is to go, and goes there only if that is here. */
  private static final class LoopbackSocket extends Socket {
    private final List<String> connects;

    LoopbackSocket(List<String> connects) {
      super(Proxy.NO_PROXY);
      this.connects = connects;
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
      var address = (InetSocketAddress) to;
      connects.add(address.getAddress().getHostAddress() + ":" + address.getPort());
      if (!address.getAddress().isLoopbackAddress()) {
        throw new ConnectException("a test does not leave the loopback");
      }
      super.connect(to, timeout);
    }
  }
}
