package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.util.Map;

/** One more engine in a process that has had some, and its files walked, read and hashed. */
public final class WarmStart implements Pair {
  private static final int AGENTS = 200;
  private static final int STARTS = 25; // the clock of CPU time ticks every 10 ms
  private static final int FORMER_STARTS = 200; // else the compiler's work counts, not the engine's

  private final Folder folder = Folder.of(AGENTS, 8_000);

  /** Makes the files, and starts as often as it takes for the process to be warm. */
  public WarmStart() throws IOException {
    for (int i = 0; i < FORMER_STARTS; i++) {
      start();
    }
  }

  @Override
  public Object ours() {
    int listed = 0;
    for (int i = 0; i < STARTS; i++) {
      listed += start();
    }
    if (listed != AGENTS * STARTS) {
      throw new IllegalStateException("%d starts listed %d agents".formatted(STARTS, listed));
    }
    return listed;
  }

  private int start() {
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
            .watch(false)
            .build()) {
      return engine.registry().list().size();
    }
  }

  @Override
  public Object baseline() throws IOException {
    long sum = 0;
    for (int i = 0; i < STARTS; i++) {
      sum += HashedWalk.of(folder.path());
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
