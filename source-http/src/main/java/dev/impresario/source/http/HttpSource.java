package dev.impresario.source.http;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Subscription;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Files of web servers, held in memory. While nobody is told of changes, a scan asks the server;
 * else a thread does so from time to time, and a scan returns what is held. Safe for use by many
 * threads.
 */
final class HttpSource implements AgentSource {
  private final Settings settings;
  private final World world;
  private final String name;
  private final ReentrantLock turn = new ReentrantLock(); // held while the server is asked
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile View view = new View(null, null, null);
  private volatile @Nullable Net net; // written in turn
  private final Poller poller = new Poller(this::poll);

  /**
   * What scans show.
   *
   * @param state what is held, or null if nothing ever was
   * @param outage what is wrong with the whole, since it last went well, or null
   * @param failure the same, for callers that nothing can be shown
   */
  private record View(
      @Nullable State state, @Nullable Diagnostic outage, @Nullable FetchFailure failure) {}

  HttpSource(Settings settings, World world) {
    this.settings = settings;
    this.world = world;
    this.name = name(settings);
  }

  private static String name(Settings settings) {
    WebAddress manifest = settings.manifest();
    if (manifest != null) {
      return manifest.toString();
    }
    int others = settings.urls().size() - 1;
    String first = settings.urls().get(0).toString();
    return others == 0 ? first : first + " and %d more".formatted(others);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Scan scan() throws IOException {
    requireOpen();
    if (!poller.isAtWork()) {
      refresh();
    }
    View seen = view;
    State state = seen.state();
    if (state == null) {
      FetchFailure failure = seen.failure();
      throw new IOException(failure == null ? "nothing is fetched yet" : failure.reason(), failure);
    }
    return state.scan(seen.outage());
  }

  @Override
  public Subscription onChange(Runnable hint) {
    return poller.subscribe(hint);
  }

  private boolean poll() throws InterruptedException, IOException {
    world.betweenPolls().nanos(interval());
    View before = view;
    refresh();
    return isOther(before, view);
  }

  /** A tenth more or less, so that many engines do not ask at once. */
  private long interval() {
    double factor = 0.9 + 0.2 * world.chance().getAsDouble();
    return (long) (settings.interval().toNanos() * factor);
  }

  /**
   * Asks the server, and shows what is there now, or why that cannot be said.
   *
   * @throws IOException if the source is closed or this thread is interrupted
   */
  private void refresh() throws IOException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for another scan");
    }
    try {
      requireOpen();
      State state = net().round(view.state());
      requireOpen(); // else it is what had come when it was closed
      view = new View(state, null, null);
    } catch (FetchFailure e) {
      requireOpen();
      view = failed(view, e);
    } catch (RuntimeException | LinkageError e) { // of a library; polling goes on
      requireOpen();
      String what = "it could not be fetched: " + e.getClass().getSimpleName();
      view = failed(view, FetchFailure.passing(what, e));
    } finally {
      turn.unlock();
    }
  }

  private View failed(View before, FetchFailure failure) {
    Diagnostic known = before.outage();
    boolean same =
        known != null
            && before.failure() != null
            && (failure.kind() == FetchFailure.Kind.LEFT_ALONE // says nothing new
                || failure.reason().equals(before.failure().reason()));
    return same ? before : new View(before.state(), outage(before, failure), failure);
  }

  private Diagnostic outage(View before, FetchFailure failure) {
    String code =
        switch (failure.kind()) {
          case REFUSED -> "address-refused";
          case MANIFEST -> "manifest-invalid";
          default -> "unreachable";
        };
    State held = before.state();
    return Diagnostic.ofSource(
        Severity.ERROR,
        code,
        "%s, at %s; %d files fetched before are still served; it is tried again every %s"
            .formatted(
                failure.reason(),
                world.now().truncatedTo(ChronoUnit.SECONDS),
                held == null ? 0 : held.files().size(),
                settings.interval()),
        failure.hint());
  }

  private static boolean isOther(View one, View other) {
    return !Objects.equals(one.outage(), other.outage())
        || !shown(one.state()).equals(shown(other.state()));
  }

  /** Returns what can be compared: a file that has not changed keeps its object. */
  private static List<Object> shown(@Nullable State state) {
    return state == null ? List.of() : List.of(state.files(), state.problems());
  }

  /** Called in turn. */
  private Net net() throws IOException {
    Net made = net;
    if (made == null) {
      made = new Net(settings, world);
      net = made;
      if (closed.get()) { // while it was made
        made.close();
        requireOpen();
      }
    }
    return made;
  }

  private void requireOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("the source is closed");
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    poller.close();
    Net made = net;
    if (made != null) {
      made.close();
    }
  }
}
