package dev.impresario.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The launcher script in a place of its own, with a build that only puts a jar there. */
final class LauncherCopy {
  private static final boolean AHEAD = Runtime.version().feature() >= 25;

  private final Path root;

  private LauncherCopy(Path root) {
    this.root = root;
  }

  static LauncherCopy in(Path root) throws IOException {
    var copy = new LauncherCopy(root);
    Files.copy(Reactor.ROOT.resolve("impresario"), root.resolve("impresario"));
    for (String folder : List.of(".mvn", "cli/src/main", "cli/src/training", "bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("cli/pom.xml"), "");
    writeProgram(root.resolve("program.jar"));
    Path maven = root.resolve("bin/mvn");
    Files.writeString(maven, "#!/bin/sh\ncp '" + root + "/program.jar' '" + copy.jar() + "'\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    return copy;
  }

  private static void writeProgram(Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoProgram.class.getName());
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream bytes = EchoProgram.class.getResourceAsStream("EchoProgram.class")) {
      out.putNextEntry(new JarEntry(EchoProgram.class.getName().replace('.', '/') + ".class"));
      out.write(bytes.readAllBytes());
    }
  }

  Path jar() {
    return target("impresario-cli.jar");
  }

  Path target(String name) {
    return root.resolve("cli/target").resolve(name);
  }

  /** Returns the archive of the JVM that runs this. */
  Path archive() {
    return target(AHEAD ? "impresario.aot" : "impresario.jsa");
  }

  /** Returns where a JVM of the other kind would have its archive. */
  Path otherArchive() {
    return target(AHEAD ? "impresario.jsa" : "impresario.aot");
  }

  /** Returns the file that says for what the archive was made. */
  Path described() {
    return target(archive().getFileName() + ".jvm");
  }

  /** Sets when a file was changed, from now. */
  static void age(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  /** Runs the script and returns all it says, on both its outputs. */
  String run(String... words) throws IOException, InterruptedException {
    return run(Map.of(), words);
  }

  /** Runs the script with variables of the environment. */
  String run(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("sh", root.resolve("impresario").toString()));
    command.addAll(Arrays.asList(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", root.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("_JAVA_OPTIONS");
    builder.environment().putAll(variables);
    Path output = root.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the launcher has not ended");
    }
    return process.exitValue() + "\n" + Files.readString(output);
  }
}
