package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.ImpresarioException;
import dev.impresario.RegistryChange;
import dev.impresario.spi.AgentResource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the next snapshot beside the current one and swaps one reference.
 *
 * <p>Refreshes run one at a time. Callers that wait for one under way share the next, since that
 * one begins after all of their calls. Readers of the snapshot never wait.
 */
@Singleton
final class Refresher implements AutoCloseable {
  private final Scanner scanner;
  private final CoalescingPromptCache prompts;
  private final List<Diagnostic> standing;

  // Held during a scan, which is foreign code, but only by those who asked for a scan themselves.
  private final ReentrantLock turn = new ReentrantLock(true);
  private final AtomicReference<Flight> boarding = new AtomicReference<>(new Flight());
  private Snapshot latest; // guarded by turn

  /** Null before the first scan and after close, so that readers check one field. */
  private volatile @Nullable Snapshot current;

  private volatile boolean closed;

  @Inject
  Refresher(
      List<BoundSource> sources,
      Scanner scanner,
      CoalescingPromptCache prompts,
      List<Diagnostic> standing) {
    this.scanner = scanner;
    this.prompts = prompts;
    this.standing = standing;
    this.latest = Snapshot.unscanned(sources);
  }

  /** Returns the current snapshot; the first caller makes it. */
  Snapshot snapshot() {
    Snapshot snapshot = current;
    return snapshot != null ? snapshot : firstSnapshot();
  }

  /** Returns what a scan that began after the call has changed. */
  RegistryChange refresh() {
    Flight flight = Objects.requireNonNull(boarding.get());
    lock();
    try {
      RegistryChange change = flight.change;
      if (change == null) {
        boarding.compareAndSet(flight, new Flight());
        change = scan();
        flight.change = change;
      }
      return change;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Reads the file of a candidate's id again and returns who stands for the id now, with its prompt
   * held, so that a file that never rests is still read in one version.
   *
   * @param stale the candidate whose file turned out to have changed
   */
  Candidate reread(Candidate stale) {
    String id = stale.metadata().id();
    lock();
    try {
      Candidate now = latest.require(id);
      if (!isFresh(now, stale)) {
        publish(latest.sources().stream().map(source -> reread(source, now)).toList());
      }
      return latest.require(id);
    } catch (ScanInterruptedException e) {
      throw interrupted(e);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    current = null;
  }

  private Snapshot firstSnapshot() {
    lock();
    try {
      if (current == null) {
        scan();
      }
      return latest;
    } finally {
      turn.unlock();
    }
  }

  private void lock() {
    requireOpen();
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    if (closed) {
      turn.unlock();
      requireOpen();
    }
  }

  private RegistryChange scan() {
    Snapshot before = latest;
    try {
      publish(scanner.scan(before.sources()));
    } catch (InterruptedException | ScanInterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    return latest.changeSince(before);
  }

  private void publish(List<SourceState> sources) {
    if (current == null || !isSame(sources, latest.sources())) {
      Snapshot next = Merger.merge(sources, standing);
      logNewErrors(next);
      latest = next;
      current = next;
    }
    requireOpen();
  }

  private void requireOpen() {
    if (closed) {
      current = null; // a scan that was under way may have set it after close did
      throw new IllegalStateException("the engine is closed");
    }
  }

  private void logNewErrors(Snapshot next) {
    var known = new HashSet<>(latest.diagnostics());
    for (Diagnostic diagnostic : next.diagnostics()) {
      if (diagnostic.isError() && !known.contains(diagnostic)) {
        Log.LOGGER.warn("{}", diagnostic);
      }
    }
  }

  /** Returns whether another thread has just done what is asked for. */
  @SuppressWarnings("ReferenceEquality") // the very candidate, not one like it
  private boolean isFresh(Candidate now, Candidate stale) {
    return now != stale && prompts.peek(now.key()) != null;
  }

  @SuppressWarnings("ReferenceEquality") // the very candidate, not one like it
  private SourceState reread(SourceState source, Candidate candidate) {
    AgentResource resource = candidate.resource();
    FileState file = source.files().get(resource.path());
    boolean still = file != null && file.candidate() == candidate;
    return still ? scanner.reread(source, resource) : source;
  }

  @SuppressWarnings("ReferenceEquality") // the scanner keeps the object when nothing changed
  private static boolean isSame(List<SourceState> some, List<SourceState> others) {
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static ImpresarioException interrupted(Exception cause) {
    return new ImpresarioException("interrupted while waiting for a scan", cause);
  }

  /** A refresh that callers wait for together. */
  private static final class Flight {
    private @Nullable RegistryChange change; // guarded by turn
  }

  /** Made only when there is something to log: a logging library takes its time to start. */
  private static final class Log {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.impresario.registry");
  }
}
