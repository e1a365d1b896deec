package dev.impresario.benchmarks;

import java.io.IOException;
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
      for (String line : run(effort, i)) {
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

  private List<String> run(Effort effort, int fork) throws IOException, InterruptedException {
    var options = new ArrayList<>(Processes.FLAGS);
    options.addAll(effort.recording(name + "-" + fork));
    return Processes.java(
        options,
        PairProcess.class,
        List.of(
            pair.getName(),
            time.name(),
            Long.toString(2 * effort.warmUp().toNanos()), // a scan is much code
            Integer.toString(effort.rounds()),
            Integer.toString(effort.roundsAtLeast()),
            Long.toString(effort.patience().toNanos())));
  }
}
