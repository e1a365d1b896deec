package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Subscription;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A directory in memory, which counts how often it is looked at. */
final class FakeSource implements AgentSource {

  /** Called before each read, with the path; may change the file or throw. */
  interface ReadHook {
    void before(String path) throws IOException;
  }

  final AtomicInteger scans = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  volatile @Nullable IOException scanFailure;
  volatile ReadHook readHook = path -> {};
  volatile Runnable scanHook = () -> {};
  volatile List<Diagnostic> problems = List.of();
  volatile boolean closed;

  /** Whether its revisions are said to outlive it. */
  volatile boolean lasting;

  /** What {@link #onChange} was given. */
  final BlockingQueue<Runnable> hints = new LinkedBlockingQueue<>();

  /** How many of the subscriptions to changes were closed. */
  final AtomicInteger ended = new AtomicInteger();

  volatile Runnable onChangeHook = () -> {};

  /** When each file last changed, as it says itself; what is not here cannot tell. */
  final Map<String, Instant> lastChanged = new ConcurrentHashMap<>();

  /** Called whenever a file is asked when it last changed. */
  volatile Runnable lastChangedHook = () -> {};

  private final String name;
  private final Map<String, Version> files = new ConcurrentSkipListMap<>();
  private final AtomicInteger revisions = new AtomicInteger();

  private record Version(String content, String revision) {}

  FakeSource(String name) {
    this.name = name;
  }

  FakeSource with(String path, String content) {
    files.put(path, new Version(content, "r" + revisions.incrementAndGet()));
    return this;
  }

  /** Writes a file whose revision says what it holds, as that of a content store does. */
  void put(String path, String content, String revision) {
    files.put(path, new Version(content, revision));
  }

  /** Changes the bytes, but not the revision, as a coarse clock would have it. */
  void changeUnseen(String path, String content) {
    files.computeIfPresent(path, (p, old) -> new Version(content, old.revision()));
  }

  void remove(String path) {
    files.remove(path);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Scan scan() throws IOException {
    scans.incrementAndGet();
    scanHook.run();
    IOException failure = scanFailure;
    if (failure != null) {
      throw failure;
    }
    List<AgentResource> resources =
        files.entrySet().stream()
            .<AgentResource>map(file -> new File(file.getKey(), file.getValue().revision()))
            .toList();
    return new Scan(resources, problems);
  }

  @Override
  public Subscription onChange(Runnable hint) {
    onChangeHook.run();
    hints.add(hint);
    return ended::incrementAndGet;
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class File implements AgentResource {
    private final String path;
    private final String revision;

    File(String path, String revision) {
      this.path = path;
      this.revision = revision;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public String revision() {
      return revision;
    }

    @Override
    public boolean hasLastingRevision() {
      return lasting;
    }

    @Override
    public @Nullable Instant lastChanged() {
      lastChangedHook.run();
      return lastChanged.get(path);
    }

    @Override
    public byte[] read(int limit) throws IOException {
      reads.incrementAndGet();
      readHook.before(path);
      Version version = files.get(path);
      if (version == null) {
        throw new NoSuchFileException(path);
      }
      byte[] bytes = version.content().getBytes(UTF_8);
      if (bytes.length > limit) {
        throw new AgentTooLargeException(bytes.length, limit);
      }
      return bytes;
    }
  }
}
