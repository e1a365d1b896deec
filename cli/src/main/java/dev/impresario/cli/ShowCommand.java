package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.SafeText;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows one agent: its metadata and its prompt. */
final class ShowCommand {
  private static final int LABEL = 17;

  private final Console console;
  private final Environment environment;

  ShowCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    try (Engine engine = Engines.open(arguments, environment)) {
      AgentDefinition definition = engine.registry().load(arguments.id());
      if (arguments.json()) {
        console.line(Json.object(json -> write(json, definition)));
      } else {
        print(definition);
      }
      return Main.CLEAN;
    }
  }

  private static void write(JsonWriter json, AgentDefinition definition) throws IOException {
    AgentMetadata metadata = definition.metadata();
    Json.agent(json, metadata, definition.prompt(), false);
    json.name("disallowedTools");
    Json.texts(json, metadata.tools().disallowed());
    json.name("attributes");
    Json.value(json, metadata.attributes());
    json.name("prompt").value(definition.prompt());
  }

  private void print(AgentDefinition definition) {
    AgentMetadata metadata = definition.metadata();
    field("id", metadata.id());
    field("name", metadata.name());
    field("description", metadata.description());
    field("type", metadata.type());
    field("specializations", String.join(", ", metadata.specializations()));
    field("tools", AgentTable.tools(metadata.tools()));
    field("model", metadata.model());
    field("format", metadata.origin().format());
    field("scope", Words.word(metadata.origin().scope()));
    field("source", metadata.origin().source());
    field("path", metadata.origin().path());
    field("version", metadata.version());
    for (Map.Entry<String, Object> attribute : metadata.attributes().entrySet()) {
      field(attribute.getKey(), String.valueOf(attribute.getValue()));
    }
    console.line("");
    console.text(SafeLines.escape(definition.prompt()));
    if (!definition.prompt().endsWith("\n")) {
      console.line("");
    }
  }

  private void field(String label, @Nullable String value) {
    var line = new StringBuilder();
    Columns.pad(line, SafeText.escape(Columns.oneLine(label)) + "  ", LABEL);
    console.line(line + (value == null ? "-" : SafeText.escape(Columns.oneLine(value))));
  }
}
