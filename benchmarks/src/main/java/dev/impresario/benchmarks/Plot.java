package dev.impresario.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws how cost grows: the sizes and what is measured, both by powers of ten. */
final class Plot {
  private Plot() {}

  static Path draw(Growth growth, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(760)
            .height(420)
            .xAxisTitle(growth.scale().size())
            .yAxisTitle(axis(growth.scale().curves()))
            .build();
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(!percent(growth.scale().curves()))
        .setDecimalPattern("#,###.####");
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideE)
        .setChartBackgroundColor(Color.WHITE)
        .setLegendBorderColor(Color.WHITE)
        .setChartTitleVisible(false);
    growth.points().forEach((curve, points) -> add(chart, curve, points));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    return file;
  }

  private static String axis(List<Curve> curves) {
    return percent(curves)
        ? "%"
        : curves.get(0).kind() == Curve.Kind.RATE ? "a second" : "microseconds";
  }

  private static boolean percent(List<Curve> curves) {
    return curves.get(0).kind() == Curve.Kind.PERCENT;
  }

  private static void add(XYChart chart, Curve curve, Map<Integer, Samples> points) {
    var medians = new ArrayList<Double>();
    points.values().forEach(samples -> medians.add(samples.median()));
    chart.addSeries(curve.title(), new ArrayList<>(points.keySet()), medians);
  }
}
