package dev.impresario.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes compute, all their threads together, as the shell that started them tells it. */
final class ChildTime {
  /** Says nothing of the children's output, and then the shell's own time and the children's. */
  private static final String SCRIPT =
      "n=$1; shift; while [ $n -gt 0 ]; do \"$@\" >/dev/null || exit 1; n=$((n - 1)); done; times";

  private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+)[.,](\\d+)s");

  private ChildTime() {}

  /** Runs a command so often, one after the other; returns the nanoseconds of one run. */
  static double nanosOf(List<String> command, int runs) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", Integer.toString(runs)));
    words.addAll(command);
    List<String> lines = Processes.run(words);
    return nanosIn(lines.get(lines.size() - 1)) / runs;
  }

  /** Adds up what a line such as {@code 0m0.050s 0m0.010s} says. */
  static double nanosIn(String line) {
    double nanos = 0;
    for (Matcher time = TIME.matcher(line); time.find(); ) {
      nanos += 60e9 * Integer.parseInt(time.group(1));
      nanos += 1e9 * Double.parseDouble(time.group(2) + "." + time.group(3));
    }
    return nanos;
  }
}
