package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts processes and waits for their ends, which come with ours at the latest. */
final class Processes {
  /** The settings under which all is measured, ours and baselines. */
  static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC");

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private Processes() {}

  /** Lets no process outlive this one, whoever started it, unless this one is killed. */
  static void endWithThisOne() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy),
                "end-of-processes"));
  }

  /**
   * Runs a class of ours in a process of its own; returns the lines that it printed. Its input ends
   * when this process does, see {@link Orphan}.
   */
  static List<String> java(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    return java(FLAGS, main, arguments);
  }

  /** Does the same with other options for the virtual machine. */
  static List<String> java(List<String> options, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    return output(start(command(options, main, arguments)), LIMIT);
  }

  /** Begins to run a class of ours, for who reads what it prints meanwhile, and ends it. */
  static Process begin(Class<?> main, List<String> arguments) throws IOException {
    return start(command(FLAGS, main, arguments));
  }

  private static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static List<String> run(List<String> command) throws IOException, InterruptedException {
    return run(command, LIMIT);
  }

  static List<String> run(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    Process process = start(command);
    process.getOutputStream().close();
    return output(process, limit);
  }

  private static List<String> output(Process process, Duration limit)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> end(process),
            CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS));
    List<String> lines;
    try (var reader = process.inputReader(UTF_8)) {
      lines = reader.lines().toList();
    } finally {
      watch.cancel(false);
    }
    int status = process.waitFor();
    if (status != 0) {
      boolean late = System.nanoTime() - begin >= limit.toNanos();
      throw new IOException(
          "a process %s and said:%n%s"
              .formatted(
                  late ? "took over " + limit.toSeconds() + " s" : "ended with status " + status,
                  String.join(System.lineSeparator(), lines)));
    }
    return lines;
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
