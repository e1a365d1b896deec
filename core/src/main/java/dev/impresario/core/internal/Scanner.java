package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Scan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what all sources hold now, reading only what changed. One thread at a time. */
@Singleton
final class Scanner {
  private final Reader reader;
  private final Workers workers;

  @Inject
  Scanner(Reader reader, Workers workers) {
    this.reader = reader;
    this.workers = workers;
  }

  /**
   * Scans all sources, then reads all changed files of all sources, each in parallel. A source that
   * holds just what it held before keeps its very state object.
   */
  List<SourceState> scan(List<SourceState> before) throws InterruptedException {
    List<Pass> passes = workers.map(before, Pass::scan);
    var stale = new ArrayList<StaleFile>();
    passes.forEach(pass -> pass.collectStale(stale));
    List<Reread> reread = workers.map(stale, this::read);
    reread.forEach(file -> file.pass().files.put(file.path(), file.state()));
    return passes.stream().map(Pass::after).toList();
  }

  /** Reads one file again, whatever its revision, and has its prompt held. */
  SourceState reread(SourceState state, AgentResource resource) {
    FileState previous = state.files().get(resource.path());
    return state.with(resource.path(), reader.readAndHold(state.source(), resource, previous));
  }

  private Reread read(StaleFile stale) {
    AgentResource resource = stale.resource();
    FileState previous = stale.pass().before.files().get(resource.path());
    FileState state = reader.read(stale.pass().before.source(), resource, previous);
    return new Reread(stale.pass(), resource.path(), state);
  }

  /** A file to be read. */
  private record StaleFile(Pass pass, AgentResource resource) {}

  /** A file that was read; its state is null if it is gone. */
  private record Reread(Pass pass, String path, @Nullable FileState state) {}

  /** One source on its way from one state to the next. */
  private static final class Pass {
    private final SourceState before;
    private final List<AgentResource> resources;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final boolean failed;
    // null stands for a file that is still to be read, or turned out to be gone
    private final Map<String, @Nullable FileState> files = new LinkedHashMap<>();

    private Pass(SourceState before, Scan scan) {
      this.before = before;
      this.resources = scan.resources();
      this.failed = false;
      scan.diagnostics().forEach(this::addProblem);
    }

    private Pass(SourceState before, Exception failure) {
      this.before = before;
      this.resources = List.of();
      this.failed = true;
      files.putAll(before.files());
      addProblem(
          Diagnostic.of(
              Severity.ERROR,
              "scan-failed",
              "it cannot be scanned: " + failure,
              "what was known of it stays in use"));
    }

    static Pass scan(SourceState before) {
      try {
        return new Pass(before, before.source().source().scan());
      } catch (IOException | RuntimeException e) {
        return new Pass(before, e);
      }
    }

    void collectStale(List<StaleFile> stale) {
      for (AgentResource resource : resources) {
        FileState known = before.files().get(resource.path());
        boolean current = known != null && known.isCurrentFor(resource);
        if (files.containsKey(resource.path())) {
          addProblem(duplicatePath(resource));
          continue;
        }
        files.put(resource.path(), current ? known : null);
        if (!current) {
          stale.add(new StaleFile(this, resource));
        }
      }
    }

    SourceState after() {
      var present = new LinkedHashMap<String, FileState>();
      files.forEach(
          (path, state) -> {
            if (state != null) {
              present.put(path, state);
            }
          });
      boolean same =
          problems.equals(before.problems())
              && (failed || (present.size() == before.files().size() && allKept(present)));
      return same ? before : new SourceState(before.source(), present, List.copyOf(problems));
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged file keeps its very state object
    private boolean allKept(Map<String, FileState> present) {
      for (Map.Entry<String, FileState> file : present.entrySet()) {
        if (before.files().get(file.getKey()) != file.getValue()) {
          return false;
        }
      }
      return true;
    }

    private void addProblem(Diagnostic problem) {
      problems.add(problem.withSource(before.source().name()));
    }

    private static Diagnostic duplicatePath(AgentResource resource) {
      return Diagnostic.of(
          Severity.ERROR,
          "duplicate-path",
          resource.path(),
          "the source offers this path twice; only the first is read",
          "this is a bug of the source; report it");
    }
  }
}
