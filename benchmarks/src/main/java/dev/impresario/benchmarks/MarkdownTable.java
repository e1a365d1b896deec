package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Writes the table for the documentation. */
final class MarkdownTable {
  private MarkdownTable() {}

  static List<String> lines(Machine machine, boolean quick, List<Outcome> outcomes) {
    var lines = new ArrayList<String>();
    lines.add(machine.sentence(quick));
    lines.add("");
    lines.add("| work | baseline | ours | the baseline's | ratio | target | |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Outcome outcome : outcomes) {
      rows(outcome, lines);
    }
    return lines;
  }

  private static void rows(Outcome outcome, List<String> lines) {
    Row row = outcome.row();
    if (outcome.failed()) {
      lines.add(cells(row.work(), row.baseline(), "", "", "", "", "**failed**"));
    }
    for (Figure figure : outcome.figures()) {
      lines.add(
          cells(
              row.work() + ": " + figure.what(),
              row.baseline(),
              Numbers.spread(figure.ours(), figure.unit()),
              figure.compares() ? Numbers.spread(figure.baseline(), figure.unit()) : "",
              figure.compares() ? Numbers.ratio(figure.judged()) : "",
              Numbers.target(figure).replace("<=", "&le;").replace(">=", "&ge;"),
              verdict(figure)));
    }
  }

  private static String verdict(Figure figure) {
    return switch (figure.verdict()) {
      case HELD -> "held";
      case MISSED -> "**missed**";
      case UNDECIDED -> "undecided";
      case COMPARED -> "for comparison";
    };
  }

  /** Returns a line of a table. */
  static String cells(String... cells) {
    var line = new StringBuilder("|");
    for (String cell : cells) {
      line.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    return line.toString();
  }
}
