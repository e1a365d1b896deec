package dev.impresario.systemtests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What Maven said of a build. */
record MavenRun(String output) {
  private static final Pattern NEXT_ERROR =
      Pattern.compile("(?=^\\[ERROR\\] Failed to execute goal)", Pattern.MULTILINE);

  /** Runs the Maven that runs this test, on what it has downloaded already. */
  static MavenRun of(Path directory, String phase) throws IOException, InterruptedException {
    Path log = directory.resolve("maven.log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", executable()).toString(),
                "--offline",
                "--batch-mode",
                "--fail-at-end",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                phase)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_ARGS");
    await(builder.start(), log);
    return new MavenRun(Files.readString(log));
  }

  /** Returns the error with which a module failed, or an empty text if it did not. */
  String errorOf(String artifactId) {
    return NEXT_ERROR
        .splitAsStream(output)
        .filter(error -> error.startsWith("[ERROR] Failed to execute goal"))
        .filter(
            error ->
                error.lines().findFirst().orElseThrow().contains(" on project " + artifactId + ":"))
        .findFirst()
        .orElse("");
  }

  /** Returns whether Maven lists the module, which is named as its artifact, as built. */
  boolean succeeded(String artifactId) {
    String line = "^\\[INFO\\] %s \\.* ?SUCCESS".formatted(Pattern.quote(artifactId));
    return Pattern.compile(line, Pattern.MULTILINE).matcher(output).find();
  }

  private static void await(Process maven, Path log) throws IOException, InterruptedException {
    maven.getOutputStream().close();
    if (!maven.waitFor(5, TimeUnit.MINUTES)) {
      maven.destroyForcibly();
      throw new IllegalStateException("maven did not end; so far it said " + Files.readString(log));
    }
  }

  private static String executable() {
    return File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
  }
}
