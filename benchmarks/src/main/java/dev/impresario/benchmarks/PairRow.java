package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of work that takes milliseconds or more: ours and the baseline by turns, in processes of
 * their own.
 */
public record PairRow(
    String name, String work, String baseline, Class<? extends Pair> pair, Time time, Target target)
    implements Row {

  /** What is measured. */
  public enum Time {
    /** What a user waits for. */
    WALL,
    /** What all threads of the process compute: less noisy, and a machine pays for it. */
    CPU
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    var ours = new ArrayList<Double>();
    var baselines = new ArrayList<Double>();
    for (int i = 0; i < effort.forks(); i++) {
      for (String line : Processes.java(PairProcess.class, arguments(effort))) {
        if (line.startsWith(PairProcess.SAMPLE)) {
          String[] words = line.split(" ", -1);
          ours.add(Double.valueOf(words[1]));
          baselines.add(Double.valueOf(words[2]));
        }
      }
    }
    return List.of(
        Figure.ratio(
            time == Time.CPU ? "CPU time" : "time",
            Unit.NANOSECONDS,
            new Samples(ours),
            new Samples(baselines),
            target));
  }

  private List<String> arguments(Effort effort) {
    return List.of(
        pair.getName(),
        time.name(),
        Integer.toString(effort.rounds()),
        Long.toString(effort.warmUp().toNanos()));
  }
}
