package dev.impresario.cli;

import dev.impresario.Match;
import dev.impresario.SafeText;
import dev.impresario.Shortlist;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A table of the agents that suit a piece of work, and below it which one is to be taken. */
final class MatchTable {
  private static final int RANK = 6;
  private static final int SCORE = 9;
  private static final int GAP = 2;
  private static final int NARROWEST_WHY = 10;

  private final Console console;

  MatchTable(Console console) {
    this.console = console;
  }

  void print(Shortlist shortlist) {
    List<Match> matches = shortlist.matches();
    int idColumns = idColumns(matches);
    console.line(console.bold(line("RANK", "ID", "SCORE", "WHY", idColumns)));
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      String score = String.format(Locale.ROOT, "%.2f", match.score());
      console.line(line("" + (i + 1), match.agent().id(), score, why(match), idColumns));
    }
    printDuplicates(matches);
    console.line(
        shortlist
            .decided()
            .map(agent -> "decided: " + SafeText.escape(agent.id()))
            .orElse("not decided: none is clearly the best; name one, or say more of the work"));
  }

  private int idColumns(List<Match> matches) {
    int widest = "ID".length();
    for (Match match : matches) {
      widest = Math.max(widest, Columns.width(SafeText.escape(match.agent().id())));
    }
    return Math.min(widest, console.columns() / 2) + GAP;
  }

  private String line(String rank, String id, String score, String why, int idColumns) {
    var line = new StringBuilder();
    Columns.pad(line, rank, RANK);
    Columns.pad(line, Columns.fit(id, idColumns - GAP), idColumns);
    Columns.pad(line, score, SCORE);
    int room = console.columns() - RANK - idColumns - SCORE;
    return line.append(Columns.fit(why, Math.max(room, NARROWEST_WHY))).toString().stripTrailing();
  }

  private static String why(Match match) {
    var why = new StringBuilder();
    for (Match.Reason reason : match.reasons()) {
      why.append(why.isEmpty() ? "" : ", ").append(reason.term());
      why.append(" (").append(String.join(", ", reason.fields())).append(')');
    }
    return why.isEmpty() ? "-" : why.toString();
  }

  private void printDuplicates(List<Match> matches) {
    var groups = new LinkedHashSet<List<String>>();
    for (Match match : matches) {
      if (!match.duplicates().isEmpty()) {
        var group = new TreeSet<>(match.duplicates());
        group.add(match.agent().id());
        groups.add(List.copyOf(group));
      }
    }
    for (List<String> group : groups) {
      console.line("described alike: " + SafeText.escape(String.join(", ", group)));
    }
  }
}
