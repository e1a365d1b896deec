package dev.impresario.source.filesystem;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Subscription;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory. Holds nothing open between calls, unless it is watched. Safe for use by
 * many threads.
 */
final class FilesystemSource implements AgentSource {
  /** How often a root is looked at that is switched meanwhile. */
  private static final int LOOKS = 3;

  private final Path directory;
  private final PathFilter filter;
  private final boolean required;
  private final Limits limits;
  private final InstantSource clock;
  private final @Nullable Watch watch;
  private final AtomicLong scans = new AtomicLong();

  /**
   * Creates a source.
   *
   * @param watch what hints at changes, or null if nothing does
   */
  FilesystemSource(
      Path directory,
      PathFilter filter,
      boolean required,
      Limits limits,
      InstantSource clock,
      @Nullable Watch watch) {
    this.directory = Objects.requireNonNull(directory, "directory");
    this.filter = filter;
    this.required = required;
    this.limits = limits;
    this.clock = clock;
    this.watch = watch;
  }

  @Override
  public String name() {
    String name = directory.toString();
    return name.isEmpty() ? "." : name;
  }

  @Override
  public Scan scan() throws IOException {
    long number = scans.incrementAndGet();
    Round round = watch == null ? Round.UNWATCHED : watch.begin(number);
    var revisions = new Revisions(clock.instant(), number);
    for (int look = 1; ; look++) {
      try {
        Path real = directory.toRealPath();
        Object identity = identityOf(real);
        round.foundRoot(real, identity);
        var walk =
            new TreeWalk(
                new Root(directory.toAbsolutePath()), real, filter, limits, revisions, round);
        Scan scan = walk.scan(identity);
        if (look == LOOKS || isStill(real, identity)) {
          return round.end(scan);
        }
      } catch (NoSuchFileException e) {
        if (look == LOOKS) {
          return missing(e, round);
        }
      }
    }
  }

  private Object identityOf(Path real) throws IOException {
    FileState state = FileState.of(real);
    if (state.kind() != FileState.Kind.DIRECTORY && !Files.isDirectory(real)) {
      throw new FileSystemException(
          name(), null, "not a directory; name the directory that holds the agents");
    }
    return state.identity();
  }

  /** Returns whether what was walked is one directory, not the half of one and of its successor. */
  private boolean isStill(Path real, Object identity) throws IOException {
    return directory.toRealPath().equals(real) && identityOf(real).equals(identity);
  }

  @Override
  public Subscription onChange(Runnable hint) {
    return watch == null ? () -> {} : watch.subscribe(hint);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private Scan missing(NoSuchFileException cause, Round round) throws NoSuchFileException {
    Scan none = round.end(new Scan(List.of(), List.of()));
    if (required) {
      var missing =
          new NoSuchFileException(
              name(), null, "no such directory; create it, or set 'required' to false");
      missing.initCause(cause);
      throw missing;
    }
    var warning =
        Diagnostic.ofSource(
            Severity.WARNING,
            "directory-missing",
            "there is no such directory, so it offers no agents",
            "create it, or take this source away");
    var diagnostics = new ArrayList<Diagnostic>(List.of(warning));
    diagnostics.addAll(none.diagnostics());
    return new Scan(List.of(), diagnostics);
  }
}
