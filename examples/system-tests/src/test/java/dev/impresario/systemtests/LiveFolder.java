package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A directory of agents, and engines that follow it. */
record LiveFolder(Path path) {
  /** What is promised is 2 seconds; the rest is for a machine that has other things to do. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(5);

  /** Returns an engine that has looked once, and now follows the directory by itself. */
  Engine engine() {
    Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", path.toString()))
            .formats("claude")
            .cache("inmemory", Map.of())
            .scanInterval(Duration.ofHours(1)) // so that events alone bring what changes
            .build();
    engine.registry().list();
    return engine;
  }

  Path write(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Writes beside the directory and moves over, so that the file is never seen half-written. */
  void replace(String name, String content) throws IOException {
    Path other = Files.writeString(path.resolveSibling(name.replace('/', '_') + ".new"), content);
    Files.move(other, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static String agent(String id, String prompt) {
    return "---\nname: %s\ndescription: Does its work\n---\n%s".formatted(id, prompt);
  }

  /** Returns how many milliseconds it took until it was so. */
  static long await(String what, BooleanSupplier so) {
    return await(what, NANOS, so);
  }

  static long await(String what, long nanos, BooleanSupplier so) {
    long begin = System.nanoTime();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime() - begin).as(what).isLessThan(nanos);
      LockSupport.parkNanos(GLANCE);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
