package dev.impresario.benchmarks;

import java.util.List;
import java.util.Locale;

/** Writes the table for a terminal, a row as soon as it is measured. */
final class TextTable {
  private TextTable() {}

  static String head(Machine machine, Arguments arguments) {
    return machine.text(arguments.quick())
        + (arguments.profile() == null ? "\n" : "\nprofiled: no verdict counts\n")
        + "medians (quartiles), and of ratios where the median lies with 95 % confidence\n\n"
        + line("", "ours", "baseline", "ratio", "target", "");
  }

  static String row(Outcome outcome) {
    Row row = outcome.row();
    var text = new StringBuilder();
    text.append('\n').append(row.work());
    text.append("; against: ").append(row.baseline());
    text.append(" [").append(row.name()).append("]\n");
    if (outcome.failed()) {
      return text.append("  FAILED: ").append(outcome.cause()).toString();
    }
    List<String> lines = outcome.figures().stream().map(TextTable::figure).toList();
    return text.append(String.join("\n", lines)).toString();
  }

  private static String figure(Figure figure) {
    return line(
        figure.what(),
        Numbers.spread(figure.ours(), figure.unit()),
        figure.compares() ? Numbers.spread(figure.baseline(), figure.unit()) : "",
        figure.compares() ? Numbers.ratio(figure.judged()) : "",
        Numbers.target(figure),
        verdict(figure));
  }

  /** One that is missed shall be seen. */
  private static String verdict(Figure figure) {
    Verdict verdict = figure.verdict();
    return switch (verdict) {
      case HELD -> "held";
      case MISSED -> "MISSED";
      case UNDECIDED -> "undecided (too noisy)";
      case COMPARED -> "for comparison";
    };
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "  %-21s %-28s %-28s %-25s %-11s %s", cells).stripTrailing();
  }

  static String foot(List<Outcome> outcomes) {
    return "\n%d figures held, %d missed, %d undecided; %d rows failed"
        .formatted(
            count(outcomes, Verdict.HELD),
            count(outcomes, Verdict.MISSED),
            count(outcomes, Verdict.UNDECIDED),
            outcomes.stream().filter(outcome -> outcome.failed()).count());
  }

  private static long count(List<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.figures().stream())
        .filter(figure -> figure.verdict() == verdict)
        .count();
  }
}
