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
  private final Reader reader;
  private final Workers workers;

  private final Rest rest;

  /** What the last scan held back of each source; used by who scans. */
  private List<HeldBack> heldBack = List.of();

  /** Set while this thread runs a source or format for a scan. */
  private final ThreadLocal<Boolean> atWork = new ThreadLocal<>();

  @Inject
  Scanner(Reader reader, Workers workers, Rest rest) {
    this.reader = reader;
    this.workers = workers;
    this.rest = rest;
  }

  /**
   * Scans all sources, then reads all changed files of all sources, each in parallel. A source that
   * holds just what it held before keeps its very state object.
   *
   * @param patient whether what changed a moment ago stays as it was until it rests, for a second
   *     at most
   */
  List<SourceState> scan(List<SourceState> before, boolean patient) throws InterruptedException {
    List<Pass> passes = workers.map(before, state -> marked(() -> Pass.scan(state)));
    var stale = new ArrayList<StaleFile>();
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).collectStale(stale, reader);
      if (patient) {
        passes.get(i).beginPatience(heldBack.isEmpty() ? HeldBack.NOTHING : heldBack.get(i), rest);
      }
    }
    List<Reread> reread = workers.map(stale, file -> marked(() -> read(file)));
    reread.forEach(file -> file.pass().take(file, rest));
    heldBack = patient ? passes.stream().map(pass -> pass.held).toList() : List.of();
    return passes.stream().map(Pass::after).toList();
  }

  /** Returns whether the last scan held something back. */
  boolean holdsBack() {
    return heldBack.stream().anyMatch(held -> !held.isEmpty());
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
    return state != null && state.equals(previous);
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
  private record StaleFile(Pass pass, ScannedFile file) {}

  /** A file that was read; its state is null if it is gone, and that of before while it changes. */
  private record Reread(Pass pass, String path, @Nullable FileState state, boolean changing) {}

  /** One source on its way from one state to the next. */
  private static final class Pass {
    private final SourceState before;
    private final List<ScannedFile> found = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();
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
      if (Thread.currentThread().isInterrupted()) {
        throw new ScanInterruptedException(failure);
      }
      found.clear();
      files.putAll(before.files());
      addProblem(
          Diagnostic.ofSource(
              Severity.ERROR,
              "scan-failed",
              "it cannot be scanned: " + failure,
              "what was known of it stays in use"));
    }

    void collectStale(List<StaleFile> stale, Reader reader) {
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
      if (files.size() >= before.files().size()
          && files.keySet().containsAll(before.files().keySet())) {
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
      boolean same =
          seen == before.seen()
              && files.size() == before.files().size()
              && allKept()
              && problems.equals(before.problems());
      if (same) {
        return before; // the usual outcome, so it copies nothing
      }
      var present = new LinkedHashMap<String, FileState>();
      files.forEach((path, state) -> present.put(path, Objects.requireNonNull(state)));
      return new SourceState(before.source(), present, List.copyOf(problems), seen);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged file keeps its very state object
    private boolean allKept() {
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
