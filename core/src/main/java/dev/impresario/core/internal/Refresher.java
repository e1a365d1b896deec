package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.ImpresarioException;
import dev.impresario.RegistryChange;
import dev.impresario.core.internal.Reader.Content;
import dev.impresario.core.internal.Reader.Reread;
import dev.impresario.core.internal.live.Rest;
import dev.impresario.core.internal.live.StillChangingException;
import dev.impresario.core.internal.monitor.DiscoveryEvent;
import dev.impresario.core.internal.monitor.FlightEvents;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
  private static final long GLANCE_MILLIS = 50;

  private final Scanner scanner;
  private final Reader reader;
  private final List<Diagnostic> standing;
  private final Watching watching;
  private final Rest rest;
  private final Consequences consequences;
  private volatile Runnable whenFirst = () -> {};
  private final Rules rules;
  private final Indexing indexing;

  // Held during a scan, which is foreign code, but only by those who asked for a scan themselves.
  private final ReentrantLock turn = new ReentrantLock(true);

  // Held by one refresh at a time, also while it waits between its scans. Taken before the turn.
  private final ReentrantLock takeOff = new ReentrantLock(true);
  private final AtomicReference<Flight> boarding = new AtomicReference<>(new Flight());
  private Snapshot latest; // guarded by turn
  private Snapshot reported; // guarded by turn; what the last refresh left
  private List<Runnable> errands = new ArrayList<>(); // guarded by turn

  /** Null before the first scan and after close, so that readers check one field. */
  private volatile @Nullable Snapshot current;

  private volatile boolean closed;

  @Inject
  Refresher(
      List<BoundSource> sources,
      Scanner scanner,
      Reader reader,
      List<Diagnostic> standing,
      Watching watching,
      Rest rest,
      Consequences consequences,
      Rules rules,
      Indexing indexing) {
    this.scanner = scanner;
    this.reader = reader;
    this.standing = standing;
    this.watching = watching;
    this.rest = rest;
    this.consequences = consequences;
    this.rules = rules;
    this.indexing = indexing;
    this.latest = Snapshot.unscanned(sources);
    this.reported = latest;
  }

  /** Has this run when the first snapshot has been made. To be set before that. */
  void whenFirst(Runnable work) {
    whenFirst = work;
  }

  /** Returns the current snapshot; the first caller makes it. */
  Snapshot snapshot() {
    Snapshot snapshot = current;
    return snapshot != null ? snapshot : firstSnapshot();
  }

  /** Returns all that was found, that on the index first. */
  List<Diagnostic> findings() {
    return indexing.with(snapshot().diagnostics());
  }

  /** Returns the current snapshot, or null if there is none yet. */
  @Nullable Snapshot current() {
    return current;
  }

  /**
   * Returns what has changed since the last refresh, after a scan that began after the call. An
   * engine that watches waits until what changed a moment ago rests, for a second at most.
   */
  RegistryChange refresh() {
    Flight flight = Objects.requireNonNull(boarding.get());
    lock(takeOff);
    try {
      RegistryChange change = flight.change;
      if (change == null) {
        boarding.compareAndSet(flight, new Flight());
        change = fly();
        flight.change = change;
      }
      return change;
    } finally {
      takeOff.unlock();
    }
  }

  /** Scans, and scans again while something is held back, with the turn free in between. */
  private RegistryChange fly() {
    RegistryChange change = scanAndReport(false);
    long since = rest.nanos(); // later than whatever that scan held back
    while (change == null) {
      pauseForScan(since);
      change = scanAndReport(rest.isOverdue(since));
    }
    return change;
  }

  /** Returns what has changed since the last report, or null if more is to be waited for. */
  private @Nullable RegistryChange scanAndReport(boolean last) {
    lock(turn);
    try {
      scan(watching.on() && current != null); // the first scan takes what is there, whoever asks
      if (scanner.holdsBack() && !last) {
        return null;
      }
      Snapshot before = reported;
      reported = latest;
      return latest.changeSince(before);
    } finally {
      unlock();
    }
  }

  private void pauseForScan(long since) {
    try {
      rest.pause(since);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    requireOpen();
  }

  /**
   * Looks at every source again without being asked to, and leaves what changed a moment ago as it
   * was.
   *
   * @return whether something was left that way
   */
  boolean follow() {
    lock(turn);
    try {
      scan(true);
      return scanner.holdsBack();
    } finally {
      unlock();
    }
  }

  /**
   * Reads the file of a candidate again and returns who stands for the id now, with the prompt that
   * was read: a file that never rests is still loaded in one version, whatever the cache forgets.
   *
   * <p>Waits for nobody as long as the file offers the id: if a scan is under way, the file's new
   * version is returned without being published, and the next load or refresh sees to that.
   *
   * <p>An engine that watches waits until the file rests, for a second at most.
   *
   * @param stale the candidate whose file turned out to have changed
   * @throws IOException if the file cannot be read just now, or the thread is interrupted, with the
   *     interrupt kept
   */
  Current reread(Candidate stale) throws IOException {
    String id = stale.metadata().id();
    Reread read;
    try {
      read = watching.on() ? rereadAtRest(stale) : reread(stale, Content.AS_IT_IS);
    } catch (SupersededException e) {
      return new Current(snapshot().require(id), null);
    }
    FileState state = read.state();
    if (!turn.tryLock()) {
      Candidate fresh = state == null ? null : state.candidate();
      if (fresh != null
          && fresh.metadata().id().equals(id)
          && !rules.refusesVersionOf(fresh.metadata())) {
        return new Current(fresh, read.prompt());
      }
      lock(turn); // who stands for the id now is known only when the scan has ended
    }
    try {
      requireOpen();
      publish(latest.sources().stream().map(source -> replaced(source, stale, state)).toList());
      return Current.of(latest.require(id), read);
    } finally {
      unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    current = null;
  }

  private Snapshot firstSnapshot() {
    lock(turn);
    try {
      if (current == null) {
        scan(false);
        reported = latest;
      }
      return latest;
    } finally {
      unlock();
    }
  }

  /** Ends the turn, then does what must not be done in it. */
  private void unlock() {
    List<Runnable> work = errands;
    if (!work.isEmpty()) {
      errands = new ArrayList<>();
    }
    turn.unlock();
    work.forEach(Runnable::run);
  }

  /** Waits for the lock, and looks up now and then, since close wakes nobody. */
  private void lock(ReentrantLock lock) {
    if (scanner.isAtWork()) {
      throw new IllegalStateException(
          "a source or format must not use the registry that is reading it");
    }
    try {
      do {
        requireOpen();
      } while (!lock.tryLock(GLANCE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    if (closed) {
      lock.unlock();
      requireOpen();
    }
  }

  private void scan(boolean patient) {
    DiscoveryEvent event = FlightEvents.discovery();
    Snapshot before = latest;
    String outcome = "FAILED";
    if (current == null) {
      indexing.begin();
    }
    try {
      List<SourceState> found = scanner.scan(latest.sources(), patient);
      if (current == null) {
        awaitIndex();
      }
      publish(found);
      outcome = "SUCCESS";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ScanInterruptedException e) {
      requireOpen(); // close interrupts the readers
      throw interrupted(e);
    } finally {
      if (!patient || latest != before) { // else a recording would hold little but this
        int findings = latest.diagnostics().size();
        FlightEvents.end(event, latest.sources().size(), latest.agents().size(), findings, outcome);
      }
    }
  }

  private void publish(List<SourceState> sources) {
    indexing.retain(sources);
    if (current == null || !isSame(sources, latest.sources())) {
      Snapshot next = Merger.merge(sources, standing, rules);
      logNewErrors(next);
      Snapshot before = latest;
      boolean first = current == null;
      latest = next;
      current = next; // before anybody is told, so that who is told finds it
      errands.add(first ? whenFirst : consequences.of(before, next));
      errands.add(() -> indexing.scanned(sources));
    }
    requireOpen();
  }

  /**
   * Whoever sees agents is to see what is wrong with the index. Looks up, as {@link #lock} does.
   */
  private void awaitIndex() throws InterruptedException {
    do {
      requireOpen();
    } while (!indexing.isRead(GLANCE_MILLIS));
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

  /** Reads the file when it has rested, and takes it for gone when it has been so for a while. */
  private Reread rereadAtRest(Candidate stale) throws IOException {
    long since = rest.nanos();
    while (!rest.isOverdue(since)) {
      try {
        Reread read = reread(stale, rest::read);
        if (read.state() != null || rest.isGone(since)) {
          return read;
        }
      } catch (StillChangingException e) {
        // a moment later it may rest
      }
      pause(since);
    }
    return reread(stale, rest::readOverdue);
  }

  private void pause(long since) throws IOException {
    try {
      rest.pause(since);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the file to rest", e);
    }
    requireOpen();
  }

  /**
   * Reads the file.
   *
   * @throws SupersededException if a scan has done so since the candidate was found
   */
  @SuppressWarnings("ReferenceEquality") // the very candidate, not one like it
  private Reread reread(Candidate candidate, Content content) throws IOException {
    String path = candidate.metadata().origin().path();
    SourceState source = snapshot().sources().get(candidate.rank());
    FileState known = source.files().get(path);
    if (watching.on() && (known == null || known.candidate() != candidate)) {
      throw new SupersededException();
    }
    String revision = known == null ? "" : known.revision();
    var file = new ScannedFile(candidate.resource(), path, revision);
    return reader.reread(source.source(), file, known, content);
  }

  /** Puts in what was read, unless another thread has done so since. */
  @SuppressWarnings("ReferenceEquality") // the very candidate, not one like it
  private static SourceState replaced(
      SourceState source, Candidate stale, @Nullable FileState state) {
    String path = stale.metadata().origin().path();
    FileState known = source.files().get(path);
    if (known == null || known.candidate() != stale) {
      return source;
    }
    boolean same =
        state != null && state.candidate() == stale && state.problems().equals(known.problems());
    return same ? source : source.with(path, state);
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

  /** Another candidate has taken the place of the one in hand. A signal, without a stack trace. */
  private static final class SupersededException extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * Who stands for an id.
   *
   * @param prompt the candidate's prompt if it is at hand, else null
   */
  record Current(Candidate candidate, @Nullable String prompt) {

    /** Who won need not be who was read; under one key, their prompts are one. */
    private static Current of(Candidate winner, Reread read) {
      Candidate fresh = read.state() == null ? null : read.state().candidate();
      boolean same = fresh != null && fresh.key().equals(winner.key());
      return new Current(winner, same ? read.prompt() : null);
    }
  }

  /** A refresh that callers wait for together. */
  private static final class Flight {
    private @Nullable RegistryChange change; // guarded by takeOff
  }

  /** Made only when there is something to log: a logging library takes its time to start. */
  private static final class Log {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.impresario.registry");
  }
}
