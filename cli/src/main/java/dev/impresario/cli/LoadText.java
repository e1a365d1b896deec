package dev.impresario.cli;

import java.util.Locale;

/** Tells people how a load was carried. */
final class LoadText {
  private static final int LABEL = 12;
  private static final int COLUMN = 14;

  private final Console console;

  LoadText(Console console) {
    this.console = console;
  }

  void print(LoadReport report) {
    LoadArguments asked = report.asked();
    line("agents", String.join(", ", asked.agents()));
    line(
        "asked",
        "%s/s for %s s, %,d at once, %,d waiting"
            .formatted(
                asked.rate(),
                seconds(asked.duration().toNanos()),
                report.concurrency(),
                asked.queue()));
    line(
        "sent",
        "%,d of %,d, at most %s late"
            .formatted(report.sent(), asked.tasks(), Words.milliseconds(report.latest())));
    line("ended", ended(report));
    line(
        "throughput",
        String.format(
            Locale.ROOT, "%.1f replies/s in %s s", report.throughput(), seconds(report.nanos())));
    times(report);
    if (!report.failures().isEmpty()) {
      console.line("");
    }
    report.failures().forEach((code, count) -> line(code.name(), "%,d".formatted(count)));
  }

  private static String ended(LoadReport report) {
    String ended =
        "%,d replied, %,d failed, %,d refused"
            .formatted(report.replied(), report.failed(), report.refused());
    return report.unfinished() == 0
        ? ended
        : ended + ", %,d unfinished, timed so far".formatted(report.unfinished());
  }

  private void times(LoadReport report) {
    console.line("");
    row("", "p50", "p95", "p99", "max");
    row("wait", report.waits());
    row("work", report.works());
    row("total", report.totals());
  }

  private void row(String name, Percentiles times) {
    if (times.count() == 0) {
      row(name, "-", "-", "-", "-");
      return;
    }
    row(
        name,
        Words.milliseconds(times.p50()),
        Words.milliseconds(times.p95()),
        Words.milliseconds(times.p99()),
        Words.milliseconds(times.most()));
  }

  private void row(String name, String... cells) {
    var row = new StringBuilder();
    Columns.pad(row, name, LABEL);
    for (String cell : cells) {
      row.append(" ".repeat(Math.max(1, COLUMN - cell.length()))).append(cell);
    }
    console.line(row.toString());
  }

  private void line(String label, String text) {
    var line = new StringBuilder();
    Columns.pad(line, label, Math.max(LABEL, label.length() + 1));
    console.line(line + Columns.fit(text, Integer.MAX_VALUE));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
  }
}
