package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** A refresh that finds nothing new, and a walk over the same files. */
public final class UnchangedRefresh implements Pair {
  private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  private final Folder folder = Folder.of(10_000, 1_000);
  private final Engine engine =
      Impresario.builder()
          .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
          .build();

  /** Makes the files and reads them once. */
  public UnchangedRefresh() throws IOException {
    try (Stream<Path> all = Files.walk(folder.path())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, OLD);
      }
    }
    if (engine.registry().list().size() != 10_000) {
      throw new IllegalStateException("the engine sees " + engine.registry().list().size());
    }
  }

  @Override
  public Object ours() {
    return engine.registry().refresh();
  }

  @Override
  public Object baseline() throws IOException {
    var visitor = new Visitor();
    Files.walkFileTree(folder.path(), visitor);
    return visitor.bytes;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public void close() throws IOException {
    engine.close();
    folder.close();
  }
}
