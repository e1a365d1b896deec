package dev.impresario.cli;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Engine;
import dev.impresario.Registry;
import dev.impresario.Subscription;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Shows what changes, until Ctrl-C. That there may be something new is told by other threads; what
 * it is, one thread finds by comparing with what it has shown, so that nothing is shown twice or
 * never.
 */
final class WatchCommand {
  /** How often to look for findings: those on files that offer no agent change no agent. */
  private static final long LOOK_EVERY_MILLIS = 250;

  private final Console console;
  private final Environment environment;
  private final BlockingQueue<Boolean> hints = new ArrayBlockingQueue<>(1); // one says it all

  WatchCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) throws InterruptedException {
    try (Engine engine = Engines.watching(arguments, environment);
        CtrlC interrupt = CtrlC.then(this::hint)) {
      Subscription changes = engine.registry().onChange(change -> hint());
      try {
        follow(engine.registry(), interrupt, arguments.json());
      } finally {
        changes.close();
      }
    }
    return CtrlC.STATUS;
  }

  private void hint() {
    hints.offer(true);
  }

  private void follow(Registry registry, CtrlC interrupt, boolean json)
      throws InterruptedException {
    Map<String, AgentChange.State> agents = AgentChange.found(registry.list());
    Set<Diagnostic> findings = findings(registry);
    begin(agents.size(), registry.diagnostics(), json);
    while (!interrupt.pressed()) {
      boolean hinted = hints.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS) != null;
      Set<Diagnostic> newFindings = findings(registry);
      if (hinted || !newFindings.equals(findings)) {
        Map<String, AgentChange.State> newAgents = AgentChange.found(registry.list());
        AgentChange.between(agents, newAgents).forEach(change -> show(change, json));
        showWithout(newFindings, findings, true, json);
        showWithout(findings, newFindings, false, json);
        console.flush();
        agents = newAgents;
        findings = newFindings;
      }
    }
  }

  private static Set<Diagnostic> findings(Registry registry) {
    var findings = new LinkedHashSet<Diagnostic>();
    for (Diagnostic diagnostic : registry.diagnostics()) {
      if (diagnostic.severity() != Severity.INFO) {
        findings.add(diagnostic);
      }
    }
    return findings;
  }

  /** What is for people only must not stand between objects. */
  private void begin(int agents, List<Diagnostic> diagnostics, boolean json) {
    String line =
        "watching %s, %s; Ctrl-C ends it"
            .formatted(Words.count(agents, "agent"), Findings.of(diagnostics));
    if (json) {
      console.errorLine(line);
    } else {
      console.line(line);
    }
    console.flush();
  }

  private void show(AgentChange change, boolean json) {
    console.line(json ? Json.object(change::write) : change.line());
    console.flush();
  }

  private void showWithout(
      Set<Diagnostic> some, Set<Diagnostic> others, boolean isNew, boolean json) {
    for (Diagnostic finding : some) {
      if (!others.contains(finding)) {
        show(finding, isNew, json);
      }
    }
  }

  private void show(Diagnostic finding, boolean isNew, boolean asJson) {
    if (asJson) {
      console.line(
          Json.object(
              json -> {
                json.name("change").value(isNew ? "finding" : "finding_gone");
                Json.diagnostic(json, finding);
              }));
    } else {
      console.line(isNew ? LintCommand.line(console, finding) : console.dim("no more: " + finding));
    }
    console.flush();
  }
}
