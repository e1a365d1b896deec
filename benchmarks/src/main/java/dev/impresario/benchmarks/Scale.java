package dev.impresario.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A question how cost grows.
 *
 * @param name what {@code --only} calls it, and its plot
 * @param what what is done, for people
 * @param size what the sizes count, such as {@code agents}
 * @param work does it
 * @param curves what it measures, all of which are shown on one axis
 * @param sizes where, from small to large
 * @param quickSizes where for a look
 * @param options for the virtual machine
 */
record Scale(
    String name,
    String what,
    String size,
    Class<? extends Scaling> work,
    List<Curve> curves,
    List<Integer> sizes,
    List<Integer> quickSizes,
    List<String> options) {

  Growth measure(Effort effort) throws IOException, InterruptedException {
    boolean quick = effort.equals(Effort.QUICK);
    var points = new LinkedHashMap<Curve, Map<Integer, Samples>>();
    curves.forEach(curve -> points.put(curve, new TreeMap<>()));
    for (int at : quick ? quickSizes : sizes) {
      List<String> arguments =
          List.of(work.getName(), Integer.toString(at), quick ? "quick" : "whole");
      List<String> lines = Processes.java(options, ScalingProcess.class, arguments);
      points.forEach((curve, samples) -> samples.put(at, samples(lines, curve, at)));
    }
    return new Growth(this, points);
  }

  private Samples samples(List<String> lines, Curve curve, int at) {
    String begin = ScalingProcess.SAMPLE + curve.name() + "\t";
    var values = new ArrayList<Double>();
    for (String line : lines) {
      if (line.startsWith(begin)) {
        values.add(curve.shown(at, Double.parseDouble(line.substring(begin.length()))));
      }
    }
    if (values.isEmpty()) {
      throw new IllegalStateException(
          "no samples of '%s' at %,d %s".formatted(curve.name(), at, size));
    }
    return new Samples(values);
  }
}
