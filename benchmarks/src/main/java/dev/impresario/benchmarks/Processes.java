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
    return run(command(main, arguments));
  }

  /** Begins to run a class of ours, for who reads what it prints meanwhile, and ends it. */
  static Process begin(Class<?> main, List<String> arguments) throws IOException {
    return begin(command(main, arguments));
  }

  private static Process begin(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private static List<String> command(Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process process = begin(command);
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
