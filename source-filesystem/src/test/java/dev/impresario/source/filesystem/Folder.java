package dev.impresario.source.filesystem;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A directory of test files, and the sources over it. */
record Folder(Path path) {
  static final int LIMIT = 1_000;

  /** A time by which all files of a test have long settled. */
  static final Instant LATER = Instant.parse("2200-01-01T00:00:00Z");

  Path file(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(path.resolve(name), target);
  }

  Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = path.resolve(name);
    var made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "no mkfifo");
    return pipe;
  }

  AgentSource source() {
    return source(Limits.DEFAULT);
  }

  AgentSource source(Limits limits) {
    return new FilesystemSource(path, PathFilter.MARKDOWN, false, limits, () -> LATER, null);
  }

  AgentSource source(List<String> include, List<String> exclude) {
    return new FilesystemSource(
        path, PathFilter.of(include, exclude), false, Limits.DEFAULT, () -> LATER, null);
  }

  Scan scan() throws IOException {
    return source().scan();
  }

  AgentResource only() throws IOException {
    List<AgentResource> resources = scan().resources();
    if (resources.size() != 1) {
      throw new AssertionError("not one file but " + resources);
    }
    return resources.get(0);
  }

  static List<String> paths(Scan scan) {
    return scan.resources().stream().map(AgentResource::path).toList();
  }

  static List<String> lines(Scan scan) {
    return scan.diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
