package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question how cost grows.
 *
 * @param points of each curve, the samples at each size, as they are shown
 */
record Growth(Scale scale, Map<Curve, Map<Integer, Samples>> points) {

  String text() {
    var text = new StringBuilder("\n%s [%s]".formatted(scale.what(), scale.name()));
    points.forEach(
        (curve, samples) -> {
          text.append("\n  ").append(curve.title());
          growth(curve).ifPresent(growth -> text.append(": ").append(growth));
          samples.forEach(
              (size, values) ->
                  text.append("\n    %,10d  %s".formatted(size, cell(curve, values))));
        });
    return text.toString();
  }

  /** Returns a table and the plot, which is in a directory as the page sees it. */
  List<String> markdown(String plots) {
    var lines = new ArrayList<>(List.of("", scale.what() + ":", ""));
    var head = new ArrayList<>(List.of(scale.size()));
    points.keySet().forEach(curve -> head.add(curve.title()));
    lines.add(MarkdownTable.cells(head.toArray(String[]::new)));
    lines.add("|---".repeat(head.size()) + "|");
    for (int size : sizes()) {
      var cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", size)));
      points.forEach((curve, samples) -> cells.add(cell(curve, samples.get(size))));
      lines.add(MarkdownTable.cells(cells.toArray(String[]::new)));
    }
    if (points.keySet().stream().anyMatch(curve -> growth(curve).isPresent())) {
      var cells = new ArrayList<>(List.of("growth"));
      points.keySet().forEach(curve -> cells.add(growth(curve).orElse("")));
      lines.add(MarkdownTable.cells(cells.toArray(String[]::new)));
    }
    lines.addAll(List.of("", "![%s](%s/%s.png)".formatted(scale.what(), plots, scale.name())));
    return lines;
  }

  private List<Integer> sizes() {
    return points.values().stream().findFirst().map(m -> List.copyOf(m.keySet())).orElseThrow();
  }

  private static String cell(Curve curve, @Nullable Samples samples) {
    return samples == null ? "" : curve.text(samples.median());
  }

  /** Of all items together, what a user waits for; of a share, nothing that would be of use. */
  private Optional<String> growth(Curve curve) {
    Map<Integer, Samples> samples = points.getOrDefault(curve, Map.of());
    if (curve.kind() == Curve.Kind.PERCENT || samples.size() < 2) {
      return Optional.empty();
    }
    double exponent = PowerLaw.fit(samples).exponent();
    boolean all = curve.kind() == Curve.Kind.ALL_NANOS;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%sas %s^%.2f",
            all ? "all together " : "",
            scale.size(),
            all ? exponent + 1 : exponent));
  }

  /** Draws it into a directory; returns the file. */
  Path draw(Path directory) throws IOException {
    return Plot.draw(this, directory.resolve(scale.name() + ".png"));
  }
}
