package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A row that a class of its own measures in a process of its own, with one or more limits.
 *
 * @param main takes rounds and nanoseconds to warm up, and prints a line for each sample, as {@link
 *     #print} does
 */
public record ProcessRow(
    String name, String work, String baseline, Class<?> main, List<Limit> limits) implements Row {
  private static final String SAMPLE = "sample";

  /**
   * What is limited.
   *
   * @param what what the process calls it, in one word or several
   */
  public record Limit(String what, Unit unit, Target target) {}

  /** Prints a sample that has no baseline. */
  static void print(String what, double ours) {
    System.out.printf("%s\t%s\t%s%n", SAMPLE, what, ours);
  }

  /** Prints a sample of ours and of the baseline. */
  static void print(String what, double ours, double baseline) {
    System.out.printf("%s\t%s\t%s\t%s%n", SAMPLE, what, ours, baseline);
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    var lines = new ArrayList<String[]>();
    for (int i = 0; i < effort.forks(); i++) {
      for (String line : Processes.java(main, arguments(effort))) {
        lines.add(line.split("\t", -1));
      }
    }
    return limits.stream().map(limit -> figure(limit, lines)).toList();
  }

  private List<String> arguments(Effort effort) {
    return List.of(Integer.toString(effort.rounds()), Long.toString(effort.warmUp().toNanos()));
  }

  private static Figure figure(Limit limit, List<String[]> lines) {
    var ours = new ArrayList<Double>();
    var baselines = new ArrayList<Double>();
    for (String[] words : lines) {
      if (words.length > 2 && words[0].equals(SAMPLE) && words[1].equals(limit.what())) {
        ours.add(Double.valueOf(words[2]));
        if (words.length > 3) {
          baselines.add(Double.valueOf(words[3]));
        }
      }
    }
    return new Figure(
        limit.what(), limit.unit(), new Samples(ours), new Samples(baselines), limit.target());
  }
}
