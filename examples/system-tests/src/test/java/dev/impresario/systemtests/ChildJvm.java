package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a JVM of the version that runs this one, with no flags but those it is given. */
final class ChildJvm {
  private static final long SECONDS = 120;

  private ChildJvm() {}

  /** Returns the lines that it printed; throws if it fails. */
  static List<String> run(Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path output = directory.resolve("output.txt");
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done after %d s: %s".formatted(SECONDS, arguments));
    }
    List<String> lines = Files.readAllLines(output, UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError("it failed: " + String.join("\n", lines));
    }
    return lines;
  }
}
