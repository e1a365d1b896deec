package dev.impresario.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;

/** A row whose figures are known. */
record FakeRow(String name, Callable<List<Figure>> figures) implements Row {

  static FakeRow of(String name, Figure... figures) {
    return new FakeRow(name, () -> List.of(figures));
  }

  /** Makes one that has this ratio to a baseline of 10 ms, and may have 1.5 times that. */
  static FakeRow ofRatio(String name, double... ratios) {
    double[] ours = new double[ratios.length];
    double[] baseline = new double[ratios.length];
    for (int i = 0; i < ratios.length; i++) {
      baseline[i] = 10_000_000;
      ours[i] = ratios[i] * baseline[i];
    }
    return of(
        name,
        Figure.ratio(
            "time", Unit.NANOSECONDS, Samples.of(ours), Samples.of(baseline), Target.atMost(1.5)));
  }

  @Override
  public String work() {
    return "the work of " + name;
  }

  @Override
  public String baseline() {
    return "less";
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    return figures.call();
  }
}
