package dev.impresario.systemtests;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.LoadResults;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a directory as a service would, in a JVM of its own, and writes down what it saw. */
public final class HostileScan {

  private HostileScan() {}

  /** Takes the directory and the file to write to. */
  public static void main(String[] args) throws Exception {
    var seen = new JsonObject();
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", args[0]))
            .build()) {
      seen.add("agents", agents(engine));
      seen.add("diagnostics", diagnostics(engine));
    }
    Files.writeString(Path.of(args[1]), seen.toString());
  }

  private static JsonArray agents(Engine engine) {
    LoadResults results =
        engine
            .registry()
            .loadAll(engine.registry().list().stream().map(AgentMetadata::id).toList());
    if (!results.failed().isEmpty()) {
      throw new AssertionError("not loaded: " + results.failed());
    }
    var agents = new JsonArray();
    for (AgentDefinition definition : results.loaded().values()) {
      var agent = new JsonObject();
      agent.addProperty("id", definition.id());
      agent.addProperty("path", definition.metadata().origin().path());
      agents.add(agent);
    }
    return agents;
  }

  private static JsonArray diagnostics(Engine engine) {
    var diagnostics = new JsonArray();
    for (Diagnostic diagnostic : engine.registry().diagnostics()) {
      var entry = new JsonObject();
      entry.addProperty("path", diagnostic.path());
      entry.addProperty("line", diagnostic.line());
      entry.addProperty("code", diagnostic.code());
      entry.addProperty("error", diagnostic.isError());
      entry.addProperty("text", diagnostic.toString());
      diagnostics.add(entry);
    }
    return diagnostics;
  }
}
