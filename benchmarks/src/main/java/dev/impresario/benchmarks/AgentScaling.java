package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Registry;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** What finding agents costs, by how many there are. */
public final class AgentScaling implements Scaling {
  static final String FIRST = "first scan";
  static final String AGAIN = "refresh, unchanged";
  static final String FIND = "find";

  /** A small folder is measured more often, since chance weighs more there. */
  private static final int SAMPLES = 5;

  private static final int SAMPLES_OF_SMALL = 25;
  private static final int SMALL = 5_000;
  private static final int CALLS = 100_000;

  private long found;

  /** For the process. */
  public AgentScaling() {}

  @Override
  public void measure(int size, Effort effort, Results results) throws IOException {
    try (var small = Folder.of(100, 1_000);
        var folder = Folder.of(size, 1_000)) {
      warmUp(small.path(), effort.warmUp().multipliedBy(3)); // much code, and each size its process
      for (int i = 0; i < (size < SMALL ? SAMPLES_OF_SMALL : SAMPLES); i++) {
        System.gc();
        once(folder.path(), size, results);
      }
    }
    if (found == 0) {
      throw new IllegalStateException("nothing was found");
    }
  }

  private void warmUp(Path directory, Duration time) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      once(directory, 100, (curve, value) -> {});
    }
  }

  private void once(Path directory, int size, Results results) {
    try (Engine engine = engine(directory)) {
      Registry registry = engine.registry();
      long begin = System.nanoTime();
      int seen = registry.list().size();
      results.add(FIRST, (double) (System.nanoTime() - begin));
      if (seen != size) {
        throw new IllegalStateException("the engine sees %d of %d".formatted(seen, size));
      }
      registry.refresh(); // reads once more what was written just before the first scan
      begin = System.nanoTime();
      registry.refresh();
      results.add(AGAIN, (double) (System.nanoTime() - begin));
      results.add(FIND, findNanos(registry, size));
    }
  }

  private static Engine engine(Path directory) {
    return Impresario.builder()
        .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()))
        .watch(false)
        .build();
  }

  private double findNanos(Registry registry, int size) {
    var random = new Random(7);
    String[] ids = new String[CALLS];
    for (int i = 0; i < CALLS; i++) {
      ids[i] = "agent-%05d".formatted(random.nextInt(size));
    }
    long begin = System.nanoTime();
    for (String id : ids) {
      found += registry.find(id).isPresent() ? 1 : 0;
    }
    return (double) (System.nanoTime() - begin) / CALLS;
  }
}
