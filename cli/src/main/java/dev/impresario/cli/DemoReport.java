package dev.impresario.cli;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.TaskResult;
import java.util.List;

/** How the demo tells what it does, step by step. */
interface DemoReport {

  void found(List<AgentMetadata> agents, List<Diagnostic> diagnostics, long nanos);

  void loaded(LoadPass pass);

  void delegated(TaskResult result);
}
