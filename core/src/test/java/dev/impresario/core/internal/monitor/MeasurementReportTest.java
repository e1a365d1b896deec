package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.impresario.Measurement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementReportTest {
  private static final Measurement SOME =
      new Measurement(
          1_234,
          5,
          Duration.ofSeconds(90),
          Duration.ofMillis(73),
          Duration.ofNanos(850),
          Duration.ofMillis(1_260),
          Duration.ofMillis(60),
          Duration.ofMillis(150),
          Duration.ofMillis(990));

  @Test
  void text_isATable() {
    var report = new MeasurementReport(new TreeMap<>(Map.of("delegation{agent=qa}", SOME)));

    assertThat(report.text())
        .isEqualTo(
            """
            operation             count  failures    total   mean     min     max    p50     p95     p99
            delegation{agent=qa}   1234         5  1.5 min  73 ms  850 ns  1.26 s  60 ms  150 ms  990 ms""");
  }

  @Test
  void markdown_isATable() {
    var report = new MeasurementReport(Map.of("delegation{agent=qa}", SOME));

    assertThat(report.markdown())
        .isEqualTo(
            """
            | operation | count | failures | total | mean | min | max | p50 | p95 | p99 |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            | delegation{agent=qa} | 1234 | 5 | 1.5 min | 73 ms | 850 ns | 1.26 s | 60 ms | 150 ms | 990 ms |""");
  }

  @Test
  void json_holdsNanoseconds() {
    JsonObject json =
        JsonParser.parseString(new MeasurementReport(Map.of("w", SOME)).json()).getAsJsonObject();

    JsonObject work = json.getAsJsonObject("operations").getAsJsonObject("w");
    assertThat(json.get("unit").getAsString()).isEqualTo("ns");
    assertThat(work.keySet())
        .containsExactly("count", "failures", "total", "mean", "min", "max", "p50", "p95", "p99");
    assertThat(work.get("count").getAsLong()).isEqualTo(1_234);
    assertThat(work.get("max").getAsLong()).isEqualTo(1_260_000_000);
  }

  @Test
  void nothingMeasured_isAnEmptyTable() {
    var report = new MeasurementReport(Map.of());

    assertThat(report.text()).doesNotContain("\n").startsWith("operation  count");
    assertThat(report.markdown().lines()).hasSize(2);
    assertThat(report.json()).isEqualTo("{\"unit\":\"ns\",\"operations\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|b",
        "\"quoted\" and \\ back",
        "`code` *bold* _it_ ~~no~~ [x](y) <b>&amp;</b> $x$ :+1: ![i](j)",
        "line\r\nbreak\ttab",
        "bell \u0007 escape \u001b del \u007f",
        "\u2028 separators \u2029, \u202e reversed",
        "lone \ud800 surrogate",
        "Prüfer 试 \ud83d\ude00",
        "{a=b,c=d}",
        "</script><!-- -->"
      })
  void oddNames_survive(String agent) {
    var monitor = new LocalMonitor(new FakeLookUps());
    monitor.operation("delegation", "agent", agent).record(1, true);
    String name = monitor.snapshot().keySet().iterator().next();

    JsonObject json = JsonParser.parseString(monitor.report().json()).getAsJsonObject();
    List<String> rows = monitor.report().markdown().lines().toList();

    assertThat(json.getAsJsonObject("operations").keySet()).containsExactly(name);
    assertThat(monitor.report().text().lines()).hasSize(2);
    assertThat(rows).hasSize(3);
    List<String> cells = cells(rows.get(2));
    assertThat(cells).hasSize(10);
    assertThat(shown(cells.get(0))).isEqualTo(name);
  }

  /** Splits a row where a Markdown reader would: at each bar that no backslash is before. */
  private static List<String> cells(String row) {
    return List.of(row.substring(2, row.length() - 2).split(" \\| ", -1));
  }

  /** Fails if anything is left that Markdown takes for markup. */
  private static String shown(String cell) {
    String plain = cell.replaceAll("\\\\\\p{Punct}", "");
    assertThat(plain).doesNotContainPattern("[\\\\`*_\\[\\]<>|~&$:!@^\"]");
    return cell.replaceAll("\\\\(\\p{Punct})", "$1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1 us",
    "1234567, 1.23 ms",
    "999400, 999 us",
    "999600, 1 ms",
    "59990000000, 1 min",
    "5400000000000, 1.5 h",
    "9223372036854775807, 2560000 h"
  })
  void times_haveThreeDigitsAndAUnit(long nanos, String text) {
    assertThat(Times.text(nanos)).isEqualTo(text);
  }
}
