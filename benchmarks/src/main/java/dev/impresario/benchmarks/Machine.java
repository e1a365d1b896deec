package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and what is measured. Names no host.
 *
 * @param commit the commit of the sources, with {@code with changes} where they differ from it
 */
record Machine(String cpu, int cores, String jdk, String system, String commit) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Looks at this machine, and at the sources in a directory. */
  static Machine here(Path sources) throws InterruptedException {
    return new Machine(
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        head(sources));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException | RuntimeException e) {
      return "unknown processor"; // not Linux, or not to be seen
    }
  }

  private static String head(Path sources) throws InterruptedException {
    try {
      List<String> name = git(sources, "rev-parse", "--short=7", "HEAD");
      boolean changed = !git(sources, "status", "--porcelain").isEmpty();
      return String.join("", name) + (changed ? " with changes" : "");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static List<String> git(Path sources, String... words)
      throws IOException, InterruptedException {
    Stream<String> command = Stream.of("git", "-C", sources.toString());
    return Processes.run(Stream.concat(command, Stream.of(words)).toList(), LIMIT);
  }

  /** Returns it with a word on how it is measured, if few samples are taken. */
  private String measured(boolean quick) {
    return "commit " + commit + (quick ? ", quick: fewer samples, so more is undecided" : "");
  }

  String text(boolean quick) {
    return "%s, %d cores, %s\n%s\n%s".formatted(cpu, cores, system, jdk, measured(quick));
  }

  String sentence(boolean quick) {
    return "%s, %d cores, %s; %s; %s.".formatted(cpu, cores, system, jdk, measured(quick));
  }
}
