package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes findings as one document of the Static Analysis Results Interchange Format, version 2.1.0,
 * which code scanning services read. Goes through the findings twice and holds none.
 */
final class SarifLog {
  private static final String VERSION = "2.1.0";
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private final Console console;
  private final SarifPlaces places;

  /** Takes the directory that relative places start from. */
  SarifLog(Console console, Path root) {
    this.console = console;
    this.places = new SarifPlaces(root);
  }

  void print(List<Diagnostic> diagnostics) {
    try (var json = new JsonWriter(console.safeWriter())) {
      json.beginObject();
      json.name("$schema").value(SCHEMA);
      json.name("version").value(VERSION);
      json.name("runs").beginArray().beginObject();
      tool(json, diagnostics);
      json.name("columnKind").value("unicodeCodePoints");
      results(json, diagnostics);
      json.endObject().endArray();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the console throws what is its own
    }
    console.line("");
  }

  private static void tool(JsonWriter json, List<Diagnostic> diagnostics) throws IOException {
    json.name("tool").beginObject().name("driver").beginObject();
    json.name("name").value("impresario");
    json.name("version").value(Help.versionNumber());
    json.name("rules").beginArray();
    var codes = new TreeSet<String>();
    for (Diagnostic diagnostic : diagnostics) {
      codes.add(diagnostic.code());
    }
    for (String code : codes) {
      json.beginObject().name("id").value(code);
      text(json, "shortDescription", code.replace('-', ' '));
      json.endObject();
    }
    json.endArray().endObject().endObject();
  }

  private void results(JsonWriter json, List<Diagnostic> diagnostics) throws IOException {
    json.name("results").beginArray();
    for (Diagnostic diagnostic : diagnostics) {
      json.beginObject();
      json.name("ruleId").value(diagnostic.code());
      json.name("level").value(level(diagnostic.severity()));
      String hint = diagnostic.hint();
      text(json, "message", diagnostic.message() + (hint == null ? "" : "; " + hint));
      location(json, diagnostic);
      json.endObject();
    }
    json.endArray();
  }

  private static String level(Diagnostic.Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  private void location(JsonWriter json, Diagnostic diagnostic) throws IOException {
    String uri = places.uri(diagnostic);
    if (uri == null) {
      return;
    }
    json.name("locations").beginArray().beginObject();
    json.name("physicalLocation").beginObject();
    json.name("artifactLocation").beginObject().name("uri").value(uri).endObject();
    if (diagnostic.line() > 0) {
      json.name("region").beginObject().name("startLine").value(diagnostic.line());
      if (diagnostic.column() > 0) {
        json.name("startColumn").value(diagnostic.column());
      }
      json.endObject();
    }
    json.endObject();
    json.endObject().endArray();
  }

  private static void text(JsonWriter json, String name, String text) throws IOException {
    json.name(name).beginObject().name("text").value(text).endObject();
  }
}
