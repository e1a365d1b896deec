package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A new process that lists the agents of a folder with the command line as it is shipped, and one
 * that says hello from a jar: the same virtual machine and the same settings, by turns.
 *
 * @param help what lets it start faster than a plain start
 * @param limit how many times the baseline it may take
 */
record StartRow(String name, StartHelp help, double limit) implements Row {
  /** How often each runs for one sample: a shell tells the time of its children in hundredths. */
  private static final int RUNS_OF_OURS = 2;

  private static final int RUNS_OF_THE_BASELINE = 8;

  @Override
  public String work() {
    return "cold start: a new process lists %s, %s".formatted(StartScene.listed(), help.words());
  }

  @Override
  public String baseline() {
    return "hello world from a jar, same JVM and flags";
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    try (var scene = StartScene.of(help)) {
      var ours = new ArrayList<Double>();
      var reading = new ArrayList<Double>();
      var baseline = new ArrayList<Double>();
      for (int i = 0; i < effort.forks() * effort.rounds(); i++) {
        ours.add(ChildTime.nanosOf(scene.listing(), RUNS_OF_OURS));
        reading.add(ChildTime.nanosOf(scene.reading(), RUNS_OF_OURS));
        baseline.add(ChildTime.nanosOf(scene.hello(), RUNS_OF_THE_BASELINE));
      }
      return List.of(
          Figure.ratio(
              "CPU time",
              Unit.NANOSECONDS,
              new Samples(ours),
              new Samples(baseline),
              Target.atMost(limit)),
          Figure.ratio(
              "only read and hashed",
              Unit.NANOSECONDS,
              new Samples(reading),
              new Samples(baseline),
              Target.NONE));
    }
  }
}
