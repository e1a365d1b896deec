package dev.impresario.benchmarks;

import java.util.List;

/** Measures the rows and prints the table. */
public final class Bench {
  private Bench() {}

  /** Takes {@code --quick} and {@code --only NAME}. */
  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    Effort effort = words.contains("--quick") ? Effort.QUICK : Effort.WHOLE;
    int only = words.indexOf("--only");
    for (Row row : Rows.all()) {
      if (only < 0 || row.name().equals(words.get(only + 1))) {
        for (Figure figure : row.measure(effort)) {
          System.out.printf(
              "%-28s %-10s ours %,14.1f  baseline %,14.1f  judged %.2f [%.2f %.2f] %s %s%n",
              row.name(),
              figure.what(),
              figure.ours().median(),
              figure.baseline().isEmpty() ? 0 : figure.baseline().median(),
              figure.judged().median(),
              figure.judged().lowerQuartile(),
              figure.judged().upperQuartile(),
              figure.target(),
              figure.verdict());
        }
      }
    }
  }
}
