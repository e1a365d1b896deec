package dev.impresario.cli;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Tells people how the demo goes. */
final class DemoText implements DemoReport {
  private static final String MARGIN = "       ";
  private static final int FIRST_LINES = 4;
  private static final int LAST_LINES = 2;

  private final Console console;

  DemoText(Console console) {
    this.console = console;
  }

  @Override
  public void found(List<AgentMetadata> agents, List<Diagnostic> diagnostics, long nanos) {
    heading("Found " + Words.count(agents.size(), "agent") + " in " + Words.milliseconds(nanos));
    var listed = new ArrayList<ListedAgent>(agents.size());
    agents.forEach(agent -> listed.add(new ListedAgent(agent, false)));
    new AgentTable(console).print(listed);
    console.line("");
    heading("Checked: " + Findings.of(diagnostics));
    LintCommand.print(console, diagnostics);
    console.line("");
    heading("Loaded twice");
  }

  @Override
  public void loaded(LoadPass pass) {
    var line = new StringBuilder();
    Columns.pad(line, pass.name() + ":", 8);
    console.line(
        line.append(Words.count(pass.prompts(), "prompt"))
            .append(" in ")
            .append(Words.milliseconds(pass.nanos()))
            .append(", hit rate ")
            .append(Words.percent(pass.hitRate()))
            .toString());
  }

  @Override
  public void delegated(TaskResult result) {
    console.line("");
    String agent = "Delegated to '" + result.task().agent() + "'";
    heading(
        Columns.fit(
            agent + " in " + Words.milliseconds(result.elapsed().toNanos()), console.columns()));
    line("task:  ", result.task().input());
    if (result instanceof TaskResult.Failure failure) {
      line("failed: ", failure.message());
      return;
    }
    excerpt(result.text());
  }

  /** Shows how the reply begins and ends. */
  private void excerpt(String reply) {
    List<String> lines = reply.lines().filter(line -> !line.isBlank()).toList();
    int left = lines.size() - FIRST_LINES - LAST_LINES;
    for (int i = 0; i < lines.size(); i++) {
      if (i < FIRST_LINES || i >= FIRST_LINES + left) {
        line(i == 0 ? "reply: " : MARGIN, lines.get(i));
      } else if (i == FIRST_LINES) {
        console.line(console.dim(MARGIN + "(" + Words.count(left, "more line") + ")"));
      }
    }
  }

  private void line(String label, String text) {
    console.line(label + Columns.fit(text, console.columns() - label.length()));
  }

  private void heading(String text) {
    console.line(console.bold(text));
  }
}
