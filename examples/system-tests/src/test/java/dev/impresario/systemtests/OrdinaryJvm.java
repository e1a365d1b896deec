package dev.impresario.systemtests;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, small, run by an ordinary user: root may read what nobody else can. Where we
 * are root and cannot be anyone else, it runs as root and says so.
 */
final class OrdinaryJvm {
  private static final String NOBODY = "65534";

  private final Path directory;
  private final boolean ordinary;
  private final List<String> command = new ArrayList<>();

  /** Uses the directory, which everyone may enter, for what the JVM needs. */
  OrdinaryJvm(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    boolean root = "root".equals(System.getProperty("user.name"));
    boolean mayChange = root && succeeds(asNobody("true"));
    this.ordinary = !root || mayChange;
    if (mayChange) {
      command.addAll(asNobody());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(mayChange ? copiedClassPath() : System.getProperty("java.class.path"));
  }

  /** Makes a directory that everyone may enter and write to. */
  static Path openDirectory() throws IOException {
    Path directory = Files.createTempDirectory("impresario-hostile");
    open(directory, "rwxrwxrwx");
    return directory;
  }

  /** Removes a directory, whatever permissions a test took away in it. */
  static void remove(Path directory) throws IOException, InterruptedException {
    execute("chmod", "-R", "u+rwx", directory.toString());
    execute("rm", "-rf", directory.toString());
  }

  /** Runs a command; throws if it fails. */
  static void execute(String... command) throws IOException, InterruptedException {
    Process process = started(List.of(command), Path.of("/dev/null"));
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("it failed: " + String.join(" ", command));
    }
  }

  /** Copies a directory so that everyone may read it, and returns the copy. */
  static Path copyInto(Path directory, Path from) throws IOException {
    Path copy = directory.resolve("copy");
    copy(from, copy);
    return copy;
  }

  boolean isOrdinary() {
    return ordinary;
  }

  /** Runs the class; throws if it fails, or has not ended in time. */
  void run(Class<?> main, int seconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.add(main.getName());
    whole.addAll(List.of(arguments));
    Path output = directory.resolve("output.txt");
    Process process = started(whole, output);
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done after %d s: %s".formatted(seconds, whole));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("it failed: " + Files.readString(output));
    }
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return started(command, Path.of("/dev/null")).waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such command here
    }
  }

  private static Process started(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static List<String> asNobody(String... command) {
    var whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    whole.addAll(List.of(command));
    return whole;
  }

  /** The class path of a build may lie where only its owner can look. */
  private String copiedClassPath() throws IOException {
    var copies = new ArrayList<String>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = directory.resolve("class-path").resolve(copies.size() + "-" + from.getFileName());
      if (Files.exists(from)) {
        copy(from, to);
        copies.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            open(
                Files.createDirectories(to.resolve(from.relativize(folder).toString())),
                "rwxr-xr-x");
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString()).normalize();
            Files.createDirectories(copy.getParent());
            open(Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING), "rw-r--r--");
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
