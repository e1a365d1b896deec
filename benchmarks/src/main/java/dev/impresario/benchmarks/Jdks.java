package dev.impresario.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The JDKs of this machine: the one that runs, those that variables name, and the usual places. */
final class Jdks {
  private Jdks() {}

  /** Returns the home of one of a release, this one first. */
  static Path home(int release) {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                homes.add(Path.of(value));
              }
            });
    homes.addAll(in(Path.of("/usr/lib/jvm")));
    homes.addAll(in(Path.of("/opt/java")));
    return homes.stream()
        .filter(home -> isOf(home, release))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "not measured: there is no JDK %d; install one, or name it in JAVA_HOME_%d"
                        .formatted(release, release)));
  }

  private static List<Path> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(directory)) {
      return homes.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(Path home, int release) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readString(home.resolve("release"))
              .contains("JAVA_VERSION=\"%d.".formatted(release));
    } catch (IOException e) {
      return false; // not a JDK that says what it is
    }
  }
}
