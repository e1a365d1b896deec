package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.core.internal.Reader.Content;
import dev.impresario.core.internal.live.HeldBack;
import dev.impresario.core.internal.live.Rest;
import dev.impresario.core.internal.live.StillChangingException;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Scan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out what all sources hold now, reading only what changed. One scan at a time. */
@Singleton
final class Scanner {
  private static final long GLANCE_MILLIS = 50;

  private final Reader reader;
  private final Workers workers;

  private final Rest rest;
  private final Duration longest;

  /** What the last scan held back, by the rank of the source; used by who scans. */
  private final Map<Integer, HeldBack> heldBack = new HashMap<>();

  /** What has not ended yet, or not been seen to, by rank; used by who scans. */
  private final Map<Integer, Visit> visits = new HashMap<>();

  /** Set while this thread runs a source or format for a scan. */
  private final ThreadLocal<Boolean> atWork = new ThreadLocal<>();

  @Inject
  Scanner(Reader reader, Workers workers, Rest rest) {
    this(reader, workers, rest, Duration.ofSeconds(30));
  }

  /**
   * Makes one.
   *
   * @param longest how long a patient scan waits for its sources
   */
  Scanner(Reader reader, Workers workers, Rest rest, Duration longest) {
    this.reader = reader;
    this.workers = workers;
    this.rest = rest;
    this.longest = longest;
  }

  /**
   * Scans all sources and reads their changed files, in parallel, on threads of ours: an interrupt
   * of this thread is its owner's, and one that a plugin leaves costs nobody anything. A source
   * that holds just what it held before keeps its very state object.
   *
   * @param patient whether what changed a moment ago stays as it was until it rests, for a second
   *     at most; and whether a source that does not answer keeps its state, and is asked again when
   *     it has
   */
  List<SourceState> scan(List<SourceState> before, boolean patient) throws InterruptedException {
    List<Visit> begun = new ArrayList<>();
    for (SourceState state : before) {
      begun.add(visit(state, patient));
    }
    awaitAll(begun, patient);
    var after = new ArrayList<SourceState>();
    for (int i = 0; i < begun.size(); i++) {
      after.add(after(before.get(i), begun.get(i)));
    }
    return after;
  }

  /** Begins a visit, unless the last one has not ended. */
  private Visit visit(SourceState before, boolean patient) {
    int source = before.source().rank();
    Visit last = visits.get(source);
    Pass missed = null;
    if (last != null && !last.isCancelled()) {
      if (!last.hasEnded()) {
        return last;
      }
      missed = last.pass();
    }
    SourceState known = missed == null ? before : missed.after();
    HeldBack held = missed == null ? heldBack.getOrDefault(source, HeldBack.NOTHING) : missed.held;
    var visit = new Visit(self -> look(self, known, held, patient), last);
    visits.put(source, visit);
    workers.begin(visit);
    return visit;
  }

  private void awaitAll(List<Visit> begun, boolean patient) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    try {
      for (Visit visit : begun) {
        while (!visit.await(GLANCE_MILLIS) && !visit.isLate()) {
          requireOpen();
          if (patient && System.nanoTime() - end >= 0) {
            visit.setLate();
          }
        }
      }
      requireOpen(); // the close interrupts sources, and what they make of it says nothing
    } catch (InterruptedException e) {
      begun.stream().filter(visit -> !visit.isLate()).forEach(Visit::cancel);
      throw e;
    }
  }

  private void requireOpen() {
    if (workers.isClosed()) {
      throw new ScanInterruptedException();
    }
  }

  private SourceState after(SourceState before, Visit visit) {
    int source = before.source().rank();
    heldBack.remove(source);
    if (visit.isLate()) {
      return hanging(before); // though it may have ended just now: then the next scan takes it
    }
    visits.remove(source);
    Pass pass = visit.pass();
    if (pass == null) {
      throw visit.failure();
    }
    if (!pass.held.isEmpty()) {
      heldBack.put(source, pass.held);
    }
    return pass.after();
  }

  private SourceState hanging(SourceState before) {
    Diagnostic hangs =
        Diagnostic.ofSource(
                Severity.ERROR,
                "scan-hangs",
                "it has not answered for %,d s".formatted(longest.toSeconds()),
                "what was known of it stays in use; it is asked again when it has answered")
            .withSource(before.source().name());
    if (before.problems().contains(hangs)) {
      return before;
    }
    var problems = new ArrayList<>(before.problems());
    problems.add(hangs);
    return new SourceState(before.source(), before.files(), List.copyOf(problems), before.seen());
  }

  /** Looks at one source, on a thread of ours. */
  private Pass look(Visit visit, SourceState before, HeldBack held, boolean patient)
      throws InterruptedException {
    Pass pass = marked(() -> Pass.scan(before));
    workers.clearInterrupt();
    var stale = new ArrayList<StaleFile>();
    pass.collectStale(stale, reader);
    if (patient) {
      pass.beginPatience(held, rest);
    }
    List<StaleFile> wanted = visit.isCancelled() ? List.of() : stale;
    List<Reread> reread = workers.mapBegun(wanted, file -> marked(() -> read(file)));
    reread.forEach(file -> pass.take(file, rest));
    return pass;
  }

  /** Returns whether the last scan held something back. */
  boolean holdsBack() {
    return !heldBack.isEmpty();
  }

  /**
   * Returns whether this thread runs a source or format for a scan, and so must not wait for one.
   */
  boolean isAtWork() {
    return atWork.get() != null;
  }

  private <T> T marked(Supplier<T> work) {
    atWork.set(true);
    try {
      return work.get();
    } finally {
      atWork.remove();
    }
  }

  private Reread read(StaleFile stale) {
    ScannedFile file = stale.file();
    FileState previous = stale.pass().before.files().get(file.path());
    try {
      BoundSource source = stale.pass().before.source();
      FileState state = reader.read(source, file, previous, content(stale));
      // an unreadable file is read at each scan, and mostly found as before
      return new Reread(
          stale.pass(), file.path(), isLike(state, previous) ? previous : state, false);
    } catch (StillChangingException e) {
      return new Reread(stale.pass(), file.path(), previous, true);
    }
  }

  private static boolean isLike(@Nullable FileState state, @Nullable FileState previous) {
    return state != null && previous != null && state.isLike(previous);
  }

  private Content content(StaleFile stale) {
    Pass pass = stale.pass();
    if (!pass.patient) {
      return Content.AS_IT_IS;
    }
    long since = pass.heldBefore.changingSince(stale.file().path(), rest.nanos());
    return rest.isOverdue(since) ? rest::readOverdue : rest::read;
  }

  /** A file to be read. */
  record StaleFile(Pass pass, ScannedFile file) {}

  /** A file that was read; its state is null if it is gone, and that of before while it changes. */
  record Reread(Pass pass, String path, @Nullable FileState state, boolean changing) {}

  /** One source on its way from one state to the next. */
  static final class Pass {
    private static final String FAILED = "scan-failed";

    private final SourceState before;
    private final List<ScannedFile> found = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private boolean allFound; // just as it was; then files is empty
    // null stands for a file that is still to be read
    private final Map<String, @Nullable FileState> files = new LinkedHashMap<>();
    private boolean seen;

    private boolean patient;
    private HeldBack heldBefore = HeldBack.NOTHING;
    private HeldBack held = HeldBack.NOTHING;

    private Pass(SourceState before) {
      this.before = before;
      this.seen = before.seen();
    }

    static Pass scan(SourceState before) {
      var pass = new Pass(before);
      try {
        pass.take(before.source().source().scan());
      } catch (IOException e) {
        pass.fail(e);
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        pass.fail(e); // a plugin's bug must not cost the other sources
      }
      return pass;
    }

    private void take(Scan scan) {
      for (AgentResource resource : scan.resources()) {
        found.add(ScannedFile.of(resource));
      }
      scan.diagnostics().forEach(this::addProblem);
      seen = true;
    }

    private void fail(Throwable failure) {
      found.clear();
      files.putAll(before.files());
      before.problems().stream().filter(problem -> !isFailure(problem)).forEach(problems::add);
      addProblem(
          Diagnostic.ofSource(
              Severity.ERROR,
              FAILED,
              "it cannot be scanned: " + failure,
              "what was known of it stays in use"));
    }

    /** What else is known of the source stays, as its files do. */
    private static boolean isFailure(Diagnostic problem) {
      return problem.code().equals(FAILED);
    }

    void collectStale(List<StaleFile> stale, Reader reader) {
      allFound = isAllFound();
      if (allFound) {
        return;
      }
      for (ScannedFile file : found) {
        if (files.containsKey(file.path())) {
          addProblem(duplicatePath(file));
          continue;
        }
        FileState known = before.files().get(file.path());
        boolean current = known != null && known.isCurrentFor(file);
        files.put(file.path(), current ? known : null);
        if (!current) {
          stale.add(new StaleFile(this, file));
        }
      }
      keepUnknown(reader);
    }

    /**
     * Returns whether all is there as it was and where it was, as at nearly every scan. Goes
     * through both side by side: to look each path up would cost as much as to list it.
     */
    private boolean isAllFound() {
      if (found.size() != before.files().size()) {
        return false;
      }
      int i = 0;
      for (Map.Entry<String, FileState> known : before.files().entrySet()) {
        ScannedFile file = found.get(i++);
        if (!known.getKey().equals(file.path()) || !known.getValue().isCurrentFor(file)) {
          return false;
        }
      }
      return true;
    }

    /**
     * What is at or below a place that could not be looked at is not gone; nor is anything, if an
     * error names no place.
     */
    private void keepUnknown(Reader reader) {
      if (problems.isEmpty() || files.keySet().containsAll(before.files().keySet())) {
        return;
      }
      var missing = new LinkedHashMap<>(before.files());
      missing.keySet().removeAll(files.keySet());
      var places = new HashMap<String, Diagnostic>();
      Diagnostic anywhere = null;
      for (Diagnostic problem : problems) {
        if (problem.isError() && problem.path() != null) {
          places.putIfAbsent(problem.path(), problem);
        } else if (problem.isError() && anywhere == null) {
          anywhere = problem;
        }
      }
      Diagnostic elsewhere = anywhere;
      missing.forEach(
          (path, known) -> {
            Diagnostic named = atOrAbove(path, places);
            Diagnostic problem = named != null ? named : elsewhere;
            if (problem != null) {
              files.put(path, reader.unknown(before.source(), path, known, problem));
            }
          });
    }

    /** Keeps what is missing for a moment: an editor may be about to write it anew. */
    void beginPatience(HeldBack last, Rest rest) {
      patient = true;
      heldBefore = last;
      if (allFound
          || (files.size() >= before.files().size()
              && files.keySet().containsAll(before.files().keySet()))) {
        return;
      }
      before
          .files()
          .forEach(
              (path, known) -> {
                if (!files.containsKey(path)) {
                  holdMissing(path, known, rest);
                }
              });
    }

    private void holdMissing(String path, FileState known, Rest rest) {
      long since = heldBefore.missingSince(path, rest.nanos());
      if (!rest.isGone(since)) {
        files.put(path, known);
        held().missing(path, since);
      }
    }

    private HeldBack held() {
      held = held == HeldBack.NOTHING ? HeldBack.begun() : held;
      return held;
    }

    /** Takes what became of a file that was to be read. */
    void take(Reread file, Rest rest) {
      FileState known = before.files().get(file.path());
      if (file.changing()) {
        held().changing(file.path(), heldBefore.changingSince(file.path(), rest.nanos()));
      }
      if (file.state() != null) {
        files.put(file.path(), file.state());
        return;
      }
      files.remove(file.path()); // it is not there, or not yet
      if (patient && known != null) {
        holdMissing(file.path(), known, rest);
      }
    }

    private static @Nullable Diagnostic atOrAbove(String path, Map<String, Diagnostic> places) {
      Diagnostic problem = places.get(path);
      int end = path.lastIndexOf('/');
      while (problem == null && end > 0) {
        problem = places.get(path.substring(0, end));
        end = path.lastIndexOf('/', end - 1);
      }
      return problem;
    }

    SourceState after() {
      boolean kept = allFound || allKept();
      if (kept && seen == before.seen() && Findings.areAlike(problems, before.problems())) {
        return before; // the usual outcome, so it copies nothing
      }
      var present = kept ? before.files() : present();
      return new SourceState(before.source(), present, List.copyOf(problems), seen);
    }

    private Map<String, FileState> present() {
      var present = new LinkedHashMap<String, FileState>();
      files.forEach((path, state) -> present.put(path, Objects.requireNonNull(state)));
      return present;
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged file keeps its very state object
    private boolean allKept() {
      if (files.size() != before.files().size()) {
        return false;
      }
      for (Map.Entry<String, @Nullable FileState> file : files.entrySet()) {
        if (before.files().get(file.getKey()) != file.getValue()) {
          return false;
        }
      }
      return true;
    }

    private void addProblem(Diagnostic problem) {
      problems.add(problem.withSource(before.source().name()));
    }

    private static Diagnostic duplicatePath(ScannedFile file) {
      return Diagnostic.ofFile(
          Severity.ERROR,
          "duplicate-path",
          file.path(),
          "the source offers this path twice; only the first is read",
          "this is a bug of the source; report it");
    }
  }
}
