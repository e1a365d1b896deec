package dev.impresario.core.internal.monitor;

import dev.impresario.Measurement;
import dev.impresario.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measurements as text, JSON and Markdown. Immutable.
 *
 * @param measurements by operation, in the order in which to show them
 */
record MeasurementReport(Map<String, Measurement> measurements) implements Monitor.Report {
  private static final String GAP = "  ";

  /** What Markdown may take for markup within a table's cell. */
  private static final String MARKUP = "\\`*_[]<>|~&$:!@^\"";

  /** What is shown of each operation, besides its name. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("count", Measurement::count),
          new Column("failures", Measurement::failures),
          Column.ofTime("total", Measurement::total),
          Column.ofTime("mean", Measurement::mean),
          Column.ofTime("min", Measurement::min),
          Column.ofTime("max", Measurement::max),
          Column.ofTime("p50", Measurement::p50),
          Column.ofTime("p95", Measurement::p95),
          Column.ofTime("p99", Measurement::p99));

  @Override
  public String text() {
    List<List<String>> rows = rows(name -> name);
    int[] widths = new int[COLUMNS.size() + 1];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      var line = new StringBuilder(row.get(0)).append(blanks(widths[0] - width(row.get(0))));
      for (int i = 1; i < widths.length; i++) {
        line.append(GAP).append(blanks(widths[i] - width(row.get(i)))).append(row.get(i));
      }
      lines.add(line.toString());
    }
    return String.join("\n", lines);
  }

  @Override
  public String json() {
    var objects = new ArrayList<String>();
    measurements.forEach((name, measurement) -> objects.add(member(name, measurement)));
    return "{\"unit\":\"ns\",\"operations\":{" + String.join(",", objects) + "}}";
  }

  private static String member(String name, Measurement measurement) {
    var numbers = new ArrayList<String>();
    for (Column column : COLUMNS) {
      numbers.add("\"" + column.name + "\":" + column.value.apply(measurement));
    }
    return Escapes.json(name) + ":{" + String.join(",", numbers) + "}";
  }

  @Override
  public String markdown() {
    List<List<String>> rows = rows(name -> Escapes.backslashed(name, MARKUP));
    var lines = new ArrayList<String>();
    rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
    lines.add(1, "|---" + "|---:".repeat(COLUMNS.size()) + "|");
    return String.join("\n", lines);
  }

  /** Returns the head and a row for each operation, for people. */
  private List<List<String>> rows(Function<String, String> shown) {
    var rows = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("operation"));
    COLUMNS.forEach(column -> head.add(column.name));
    rows.add(head);
    measurements.forEach(
        (name, measurement) -> {
          var row = new ArrayList<>(List.of(shown.apply(name)));
          COLUMNS.forEach(column -> row.add(column.shown(measurement)));
          rows.add(row);
        });
    return rows;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String blanks(int count) {
    return " ".repeat(count);
  }

  private record Column(String name, Function<Measurement, Long> value, boolean isTime) {

    Column(String name, Function<Measurement, Long> value) {
      this(name, value, false);
    }

    static Column ofTime(String name, Function<Measurement, Duration> time) {
      return new Column(name, time.andThen(Duration::toNanos), true);
    }

    String shown(Measurement measurement) {
      long number = value.apply(measurement);
      return isTime ? Times.text(number) : Long.toString(number);
    }
  }
}
