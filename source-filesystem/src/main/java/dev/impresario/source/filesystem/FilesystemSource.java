package dev.impresario.source.filesystem;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The files of a directory. Holds nothing open between calls. Safe for use by many threads. */
final class FilesystemSource implements AgentSource {
  private final Path directory;
  private final PathFilter filter;
  private final boolean required;
  private final Limits limits;
  private final InstantSource clock;
  private final AtomicLong scans = new AtomicLong();

  FilesystemSource(
      Path directory, PathFilter filter, boolean required, Limits limits, InstantSource clock) {
    this.directory = Objects.requireNonNull(directory, "directory");
    this.filter = filter;
    this.required = required;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public String name() {
    String name = directory.toString();
    return name.isEmpty() ? "." : name;
  }

  @Override
  public Scan scan() throws IOException {
    var revisions = new Revisions(clock.instant(), scans.incrementAndGet());
    Path real;
    try {
      real = directory.toRealPath();
    } catch (NoSuchFileException e) {
      return missing(e);
    }
    if (!Files.isDirectory(real)) {
      throw new FileSystemException(
          name(), null, "not a directory; name the directory that holds the agents");
    }
    return new TreeWalk(new Root(directory), real, filter, limits, revisions).scan();
  }

  private Scan missing(NoSuchFileException cause) throws NoSuchFileException {
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
    return new Scan(List.of(), List.of(warning));
  }
}
