package dev.impresario.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** Which share of the baseline's time another row's work saves, in per cent. */
public record BenefitRow(Row row, Target target) implements Row {

  @Override
  public String name() {
    return row.name();
  }

  @Override
  public String work() {
    return row.work();
  }

  @Override
  public String baseline() {
    return row.baseline();
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    Figure times = row.measure(effort).get(0);
    List<Double> ratios = times.judged().values();
    var saved =
        new Samples(
            IntStream.range(0, ratios.size()).mapToObj(i -> 100 * (1 - ratios.get(i))).toList());
    return List.of(Figure.absolute("time saved", Unit.PERCENT, saved, target), times);
  }
}
