package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A row of a small cost, measured by JMH: ours and the baseline by turns, each fork a process.
 *
 * @param benchmarks the class that has both
 * @param ours the name of the method that does the work
 * @param other the name of the method that does the baseline's
 * @param threads how many call at once
 * @param maximumBytes how much one call may allocate, or a negative number for no such limit
 */
public record JmhRow(
    String name,
    String work,
    String baseline,
    Class<?> benchmarks,
    String ours,
    String other,
    int threads,
    Target target,
    long maximumBytes)
    implements Row {
  private static final TimeValue LIMIT = TimeValue.minutes(1);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    var mine = new Scores();
    var theirs = new Scores();
    for (int i = 0; i < forks(effort); i++) {
      mine.add(run(ours, effort, i));
      theirs.add(run(other, effort, i));
    }
    var figures = new ArrayList<Figure>();
    figures.add(
        Figure.ratio(
            threads == 1 ? "time" : "time on %d threads".formatted(threads),
            Unit.NANOSECONDS,
            new Samples(mine.times),
            new Samples(theirs.times),
            target));
    if (maximumBytes >= 0) {
      figures.add(
          Figure.absolute(
              "allocated",
              Unit.BYTES,
              new Samples(mine.bytes),
              Target.atMost((double) maximumBytes)));
    }
    return figures;
  }

  /** More than of longer work, since each is compiled by chance a little differently. */
  private static int forks(Effort effort) {
    return effort.recordings() == null ? Math.max(3, 2 * effort.forks()) : 1;
  }

  private RunResult run(String method, Effort effort, int fork) throws RunnerException {
    var flags = new ArrayList<>(Processes.FLAGS);
    flags.addAll(effort.recording(name + "-" + method + "-" + fork));
    var options =
        new OptionsBuilder()
            .include(benchmarks.getName().replace("$", ".") + "\\." + method + "$")
            .forks(1)
            .jvmArgs(flags.toArray(String[]::new)) // else those of this process, which are not its
            .timeout(LIMIT)
            .threads(threads)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(effort.warmUp().toMillis() / 5))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(2 * effort.sample().toMillis()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).runSingle();
  }

  /** Nanoseconds and bytes a call, of each fork. */
  private static final class Scores {
    private final List<Double> times = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    void add(RunResult result) {
      times.add(result.getPrimaryResult().getScore());
      bytes.add(Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
    }
  }
}
