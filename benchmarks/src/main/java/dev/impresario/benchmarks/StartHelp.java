package dev.impresario.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** What lets a process start faster. */
enum StartHelp {
  /** Nothing. */
  NONE("plainly", 0, "", ""),
  /** Application classes in an archive that the virtual machine maps into its memory. */
  ARCHIVE(
      "with a class-data archive (JDK 17)",
      17,
      "-XX:ArchiveClassesAtExit=%s",
      "-XX:SharedArchiveFile=%s"),
  /** An archive of loaded and linked classes. */
  AHEAD("with an ahead-of-time cache (JDK 25)", 25, "-XX:AOTCacheOutput=%s", "-XX:AOTCache=%s");

  private final String words;
  private final int release;
  private final String making;
  private final String using;

  StartHelp(String words, int release, String making, String using) {
    this.words = words;
    this.release = release;
    this.making = making;
    this.using = using;
  }

  String words() {
    return words;
  }

  /** Returns the home of a JDK that has this. */
  Path home() {
    return release == 0 ? Path.of(System.getProperty("java.home")) : Jdks.home(release);
  }

  /** Returns the options of a run that makes the archive at its end. */
  List<String> making(Path archive) {
    return making.isEmpty() ? List.of() : List.of(making.formatted(archive));
  }

  /** Returns the options of a run that uses the archive. */
  List<String> using(Path archive) {
    return using.isEmpty() ? List.of() : List.of(using.formatted(archive));
  }
}
