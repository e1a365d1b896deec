package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** Draws where a row's processes spent their time and their memory, from their recordings. */
final class FlameGraphs {
  private static final String RECORDING = ".jfr";

  private FlameGraphs() {}

  /** Draws two for each recording of a row; returns the recordings and the drawings. */
  static List<Path> draw(Path directory, String row) throws IOException {
    var files = new ArrayList<Path>();
    for (Path recording : recordings(directory, row)) {
      files.add(recording);
      files.add(convert(recording, "cpu"));
      files.add(convert(recording, "alloc"));
    }
    return files;
  }

  private static List<Path> recordings(Path directory, String row) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(row + "-"))
          .filter(file -> file.getFileName().toString().endsWith(RECORDING))
          .sorted()
          .toList();
    }
  }

  private static Path convert(Path recording, String events) throws IOException {
    String name = recording.getFileName().toString();
    String base = name.substring(0, name.length() - RECORDING.length());
    Path drawing = recording.resolveSibling(base + "-" + events + ".html");
    // without a choice, the converter takes the samples of running threads
    var options =
        events.equals("alloc")
            ? new Arguments("--alloc", "--total", "--title", base + ", bytes allocated")
            : new Arguments("--title", base + ", time");
    JfrToFlame.convert(recording.toString(), drawing.toString(), options);
    return drawing;
  }
}
