package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a watching engine takes to have a file that was written; and one that was written while
 * so much else happened that the system dropped what it had to tell.
 */
record ChangeRow() implements Row {
  static final Duration QUIET = Duration.ofMillis(100);
  static final String READY = "ready";
  static final String NEW = "new-agent";

  private static final Duration MORE = Duration.ofMillis(50);
  private static final Duration AFTER_OVERFLOW = Duration.ofSeconds(2);
  private static final int AGENTS = 200;
  private static final int CHANGES = 100;

  /** Linux holds 16,384 events, unless told otherwise. */
  private static final int EVENTS = 40_000;

  @Override
  public String name() {
    return "change-seen";
  }

  @Override
  public String work() {
    return "file change to registry, while it watches";
  }

  @Override
  public String baseline() {
    return "write and quiet period of 100 ms";
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    var slowest = new ArrayList<Double>();
    var overflows = new ArrayList<Double>();
    for (int i = 0; i < effort.forks(); i++) {
      try (Folder folder = Folder.of(AGENTS, 8_000)) {
        int changes = effort.forks() == 1 ? CHANGES / 3 : CHANGES;
        measure(folder.path(), changes, slowest, overflows);
      }
    }
    return List.of(
        Figure.absolute(
            "99th percentile",
            Unit.NANOSECONDS,
            new Samples(slowest),
            Target.atMost((double) QUIET.plus(MORE).toNanos())),
        Figure.absolute(
            "after an overflow",
            Unit.NANOSECONDS,
            new Samples(overflows),
            Target.atMost((double) AFTER_OVERFLOW.toNanos())));
  }

  private static void measure(
      Path folder, int changes, List<Double> slowest, List<Double> overflows)
      throws IOException, InterruptedException {
    Process process =
        Processes.begin(ChangeProcess.class, List.of(folder.toString(), Integer.toString(changes)));
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      slowest.add(percentile99(samples(lines)));
      signal(process, "STOP");
      flood(folder);
      Files.writeString(
          folder.resolve(NEW + ".md"),
          "---\nname: %s\ndescription: New\n---\nNew.\n".formatted(NEW));
      long begin = System.nanoTime();
      signal(process, "CONT");
      require(ChangeProcess.SEEN, lines.readLine());
      overflows.add((double) (System.nanoTime() - begin));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<Double> samples(BufferedReader lines) throws IOException {
    var samples = new ArrayList<Double>();
    String line = lines.readLine();
    while (line != null && line.startsWith(PairProcess.SAMPLE)) {
      samples.add(Double.valueOf(line.substring(PairProcess.SAMPLE.length())));
      line = lines.readLine();
    }
    require(READY, line);
    return samples;
  }

  /** The system tells of each of these, and keeps only so many for who is not listening. */
  private static void flood(Path folder) throws IOException {
    Path passing = folder.resolve("group-000").resolve("passing.txt");
    for (int i = 0; i < EVENTS / 2; i++) {
      Files.createFile(passing);
      Files.delete(passing);
    }
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    Processes.run(List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  private static void require(String expected, @Nullable String line) throws IOException {
    if (!expected.equals(line)) {
      throw new IOException("expected '%s', but the process said '%s'".formatted(expected, line));
    }
  }

  private static double percentile99(List<Double> samples) {
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
  }

  /** Returns where the folder holds one of its agents. */
  static String file(int number) {
    return "group-%03d/agent-%05d.md".formatted(number / 100, number);
  }
}
