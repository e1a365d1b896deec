package dev.impresario.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of agents that are all alike but for their names, removed at the close. */
final class Folder implements AutoCloseable {
  private static final String LINE = "Look at each change as if it were your own to answer for.\n";

  private final Path path;

  private Folder(Path path) {
    this.path = path;
    // a run that is stopped leaves no folders behind either
    Runtime.getRuntime().addShutdownHook(new Thread(this::removeIfThere, "end-of-folder"));
  }

  /** Makes one of so many files, each of so many bytes at least. */
  static Folder of(int files, int bytes) throws IOException {
    var folder = new Folder(Files.createTempDirectory("impresario-bench"));
    for (int i = 0; i < files; i++) {
      String head = head(i);
      String body = LINE.repeat(Math.max(1, (bytes - head.length()) / LINE.length()));
      Path group = folder.path.resolve("group-%03d".formatted(i / 100));
      Files.createDirectories(group);
      Files.writeString(group.resolve("agent-%05d.md".formatted(i)), head + body);
    }
    return folder;
  }

  private static String head(int number) {
    return """
        ---
        name: agent-%1$05d
        description: Reviews part %1$d of the code for faults. Use it after each change of part %1$d.
        tools: Read, Grep, Glob
        model: sonnet
        ---

        # Agent %1$d

        """
        .formatted(number);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder()).forEach(Folder::delete);
    }
  }

  private void removeIfThere() {
    try {
      if (Files.exists(path)) {
        close();
      }
    } catch (IOException | UncheckedIOException e) {
      // somebody still writes there, or it has just been removed; the process ends anyway
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
