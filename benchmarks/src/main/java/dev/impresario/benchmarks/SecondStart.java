package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine over files that an earlier one has indexed, built and asked for its agents; and the
 * least that one without an index does: the same files walked, read and hashed.
 */
public final class SecondStart implements Pair {
  private static final int AGENTS = 10_000;

  private final Folder folder = Folder.of(AGENTS, 8_000);
  private final Path directory = Files.createTempDirectory("impresario-bench-index");
  private final Path index = directory.resolve("index");

  /** Makes the files, waits until an index may keep them, and has one engine read them. */
  public SecondStart() throws IOException {
    Instant rest = Instant.now().plus(Duration.ofMillis(2_100));
    while (Instant.now().isBefore(rest)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    ours();
    if (Files.size(index) < AGENTS * 100L) {
      throw new IllegalStateException("the index has but %d bytes".formatted(Files.size(index)));
    }
  }

  /** The time to close is no part of a start, but little, since nothing is new. */
  @Override
  public Object ours() {
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
            .index(index)
            .watch(false)
            .build()) {
      int agents = engine.registry().list().size();
      if (agents != AGENTS) {
        throw new IllegalStateException("the engine sees " + agents);
      }
      return agents;
    }
  }

  @Override
  public Object baseline() throws IOException {
    return HashedWalk.of(folder.path());
  }

  @Override
  public void close() throws IOException {
    folder.close();
    Files.deleteIfExists(index);
    Files.delete(directory);
  }
}
