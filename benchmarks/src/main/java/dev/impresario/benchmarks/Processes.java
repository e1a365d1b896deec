package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes and waits for their ends. */
final class Processes {
  private Processes() {}

  /** Runs a class of ours in a process of its own; returns the lines that it printed. */
  static List<String> java(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return run(command);
  }

  static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines;
    try (var reader = process.inputReader(UTF_8)) {
      lines = reader.lines().toList();
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d and said:%n%s"
              .formatted(command.get(0), status, String.join(System.lineSeparator(), lines)));
    }
    return lines;
  }
}
