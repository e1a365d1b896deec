package dev.impresario.cli;

import dev.impresario.ToolGrant;
import java.util.ArrayList;
import java.util.List;

/** A table of agents. No row is wider than the terminal: what is least needed gives way first. */
final class AgentTable {
  private static final int GAP = 2;
  private static final int WIDEST_MODEL = 20;
  private static final int WIDEST_TOOLS = 24;
  private static final int NARROWEST_DESCRIPTION = 20;

  private static final int DESCRIPTION = 3;
  private static final List<String> HEADINGS = List.of("ID", "MODEL", "TOOLS", "DESCRIPTION");

  private final Console console;

  AgentTable(Console console) {
    this.console = console;
  }

  void print(List<ListedAgent> agents) {
    if (agents.isEmpty()) {
      return;
    }
    var rows = new ArrayList<List<String>>(agents.size() + 1);
    rows.add(HEADINGS);
    agents.forEach(agent -> rows.add(cells(agent)));
    int[] widths = widths(rows);
    console.line(console.bold(line(HEADINGS, widths)));
    for (int i = 0; i < agents.size(); i++) {
      String line = line(rows.get(i + 1), widths);
      console.line(agents.get(i).shadowed() ? console.dim(line) : line);
    }
  }

  private List<String> cells(ListedAgent agent) {
    String id = agent.metadata().id();
    String model = agent.metadata().model();
    return List.of(
        Columns.fit(agent.shadowed() ? "(" + id + ")" : id, console.columns() / 2),
        model == null ? "-" : Columns.fit(model, WIDEST_MODEL),
        Columns.fit(tools(agent.metadata().tools()), WIDEST_TOOLS),
        agent.metadata().description());
  }

  static String tools(ToolGrant tools) {
    String allowed =
        tools
            .allowed()
            .map(names -> names.isEmpty() ? "none" : String.join(", ", names))
            .orElse("inherit");
    List<String> disallowed = tools.disallowed();
    return disallowed.isEmpty() ? allowed : allowed + " without " + String.join(", ", disallowed);
  }

  /** Returns how wide each column is; one of width 0 is left out. */
  private int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < DESCRIPTION; i++) {
        widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
      }
    }
    widths[DESCRIPTION] = room(widths);
    for (int i = DESCRIPTION - 1; i > 0 && widths[DESCRIPTION] < NARROWEST_DESCRIPTION; i--) {
      widths[i] = 0;
      widths[DESCRIPTION] = room(widths);
    }
    return widths;
  }

  private int room(int[] widths) {
    int room = console.columns();
    for (int i = 0; i < DESCRIPTION; i++) {
      room -= widths[i] == 0 ? 0 : widths[i] + GAP;
    }
    return room;
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < DESCRIPTION; i++) {
      if (widths[i] > 0) {
        Columns.pad(line, cells.get(i), widths[i] + GAP);
      }
    }
    return line.append(Columns.fit(cells.get(DESCRIPTION), widths[DESCRIPTION]))
        .toString()
        .stripTrailing();
  }
}
