package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of what things retain: what the heap holds more of after a collection once so many of them
 * are there, in processes of their own.
 *
 * @param count how many things
 * @param ratio the limit of ours over the baseline's, or null if there is no baseline
 * @param bytes the limit of what each retains
 */
public record MemoryRow(
    String name,
    String work,
    String baseline,
    Class<? extends Holding> holding,
    int count,
    @Nullable Target ratio,
    Target bytes)
    implements Row {

  /** Makes one without a baseline. */
  static MemoryRow of(
      String name, String work, Class<? extends Holding> holding, int count, int bytes) {
    return new MemoryRow(name, work, "none", holding, count, null, Target.atMost(bytes));
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    Samples ours = samples("ours", effort);
    var each = Figure.absolute("retained by each", Unit.BYTES, ours, bytes);
    if (ratio == null) {
      return List.of(each);
    }
    Samples baselines = samples(HoldingProcess.BASELINE, effort);
    return List.of(Figure.ratio("retained by each", Unit.BYTES, ours, baselines, ratio), each);
  }

  private Samples samples(String whose, Effort effort) throws Exception {
    var samples = new ArrayList<Double>();
    List<String> arguments = List.of(holding.getName(), whose, Integer.toString(count));
    for (int i = 0; i < effort.forks(); i++) {
      for (String line : Processes.java(HoldingProcess.class, arguments)) {
        if (line.startsWith(HoldingProcess.SAMPLE)) {
          String bytes = line.substring(HoldingProcess.SAMPLE.length());
          samples.add(Double.parseDouble(bytes) / count);
        }
      }
    }
    return new Samples(samples);
  }
}
