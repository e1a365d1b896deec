package dev.impresario.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The command line, a folder for it, an archive if one is to help, and jars of programs to compare
 * with: one that says hello, one that only reads.
 */
final class StartScene implements AutoCloseable {
  /** The settings of {@code ./impresario}. */
  private static final List<String> SETTINGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final @Nullable String CORPUS = System.getenv("IMPRESARIO_CORPUS");
  private static final Path ROOT = root();
  private static final int AGENTS = 200;
  private static final int BYTES = 6_700; // what those of the corpus have on average

  private final Folder agents = Folder.of(AGENTS, BYTES);
  private final Path files = Files.createTempDirectory("impresario-start");
  private final StartHelp help;
  private final String java;

  private StartScene(StartHelp help) throws IOException {
    this.help = help;
    this.java = help.home().resolve("bin/java").toString();
  }

  /** Makes it all. */
  static StartScene of(StartHelp help) throws IOException, InterruptedException {
    var scene = new StartScene(help);
    scene.write(Hello.class);
    scene.write(BareReading.class);
    if (help != StartHelp.NONE) {
      Processes.run(scene.training());
      Processes.run(scene.reading(help.making(scene.archiveOfReading())));
    }
    return scene;
  }

  /** Returns the command out of whose run {@code ./impresario} makes the archive. */
  private List<String> training() {
    return listing(help.making(archive()), ROOT.resolve("cli/src/training").toString());
  }

  /** Returns the command that lists the agents. */
  List<String> listing() {
    return listing(help.using(archive()), folder());
  }

  /** Says in words which agents are listed. */
  static String listed() {
    return CORPUS == null ? AGENTS + " agents" : "about 200 real agents";
  }

  private List<String> listing(List<String> options, String folder) {
    List<String> command = command(options, program());
    command.add("list");
    command.add(folder);
    return command;
  }

  /** Returns the command that says hello. */
  List<String> hello() {
    return command(List.of(), jar(Hello.class));
  }

  /** Returns the command that only walks, reads and hashes. */
  List<String> reading() {
    return reading(help.using(archiveOfReading()));
  }

  private List<String> reading(List<String> options) {
    List<String> command = command(options, jar(BareReading.class));
    command.add(folder());
    if (CORPUS != null) {
      command.add(File.separator + "agents" + File.separator); // not the other files beside them
    }
    return command;
  }

  private List<String> command(List<String> options, Path jar) {
    var command = new ArrayList<>(List.of(java));
    command.addAll(SETTINGS);
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  /** Returns the folder of real agents, if there is one. */
  private String folder() {
    return CORPUS == null
        ? agents.path().toString()
        : Path.of(CORPUS, "wshobson-agents", "files").toString();
  }

  private Path archive() {
    return files.resolve("archive");
  }

  private Path archiveOfReading() {
    return files.resolve("archive-of-reading");
  }

  private Path jar(Class<?> main) {
    return files.resolve(main.getSimpleName() + ".jar");
  }

  private void write(Class<?> main) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
    try (var jar = new JarOutputStream(Files.newOutputStream(jar(main)), manifest);
        InputStream bytes = main.getResourceAsStream(main.getSimpleName() + ".class")) {
      jar.putNextEntry(new JarEntry(main.getName().replace('.', '/') + ".class"));
      bytes.transferTo(jar);
    }
  }

  /** Finds the command line. */
  private static Path program() {
    Path jar = ROOT.resolve("cli/target/impresario-cli.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "not measured: there is no command line; build it by"
              + " mvn -pl benchmarks,cli -am -DskipTests package");
    }
    return jar;
  }

  /** Returns where all modules lie: this one's jar is two below its own. */
  private static Path root() {
    try {
      Path self = Path.of(Hello.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return self.resolveSibling("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(archive());
    Files.deleteIfExists(archiveOfReading());
    Files.deleteIfExists(jar(Hello.class));
    Files.deleteIfExists(jar(BareReading.class));
    Files.delete(files);
    agents.close();
  }
}
