package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.util.List;

/** Tells programs how the demo goes: one object for each step. */
final class DemoJson implements DemoReport {
  private final Console console;

  DemoJson(Console console) {
    this.console = console;
  }

  @Override
  public void found(List<AgentMetadata> agents, List<Diagnostic> diagnostics, long nanos) {
    Findings findings = Findings.of(diagnostics);
    console.line(
        Json.object(
            json -> {
              json.name("step").value("find");
              json.name("agents");
              Json.texts(json, agents.stream().map(AgentMetadata::id).toList());
              json.name("errors").value(findings.errors());
              json.name("warnings").value(findings.warnings());
              milliseconds(json, nanos);
            }));
  }

  @Override
  public void loaded(LoadPass pass) {
    console.line(
        Json.object(
            json -> {
              json.name("step").value("load");
              json.name("pass").value(pass.name());
              json.name("prompts").value(pass.prompts());
              json.name("hitRate").value(pass.hitRate());
              milliseconds(json, pass.nanos());
            }));
  }

  @Override
  public void delegated(TaskResult result) {
    console.line(
        Json.object(
            json -> {
              json.name("step").value("delegate");
              json.name("agent").value(result.task().agent());
              json.name("input").value(result.task().input());
              if (result instanceof TaskResult.Failure failure) {
                json.name("failure").value(failure.message());
              } else {
                json.name("reply").value(result.text());
              }
              milliseconds(json, result.elapsed().toNanos());
            }));
  }

  private static void milliseconds(JsonWriter json, long nanos) throws IOException {
    json.name("milliseconds").value(nanos / 1_000_000.0);
  }
}
