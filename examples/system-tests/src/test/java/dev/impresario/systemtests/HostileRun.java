package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.impresario.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a JVM of an ordinary user, with 256 MB and 10 s, saw in a hostile directory. */
final class HostileRun {
  private static final int SECONDS = 10;

  private final List<JsonObject> agents = new ArrayList<>();
  private final List<JsonObject> diagnostics = new ArrayList<>();
  private final boolean ordinary;

  /** Scans the directory; the other is for what that needs. */
  HostileRun(Path work, Path directory) throws IOException, InterruptedException {
    var jvm = new OrdinaryJvm(work);
    ordinary = jvm.isOrdinary();
    Path seen = work.resolve("seen.json");
    jvm.run(HostileScan.class, SECONDS, directory.toString(), seen.toString());
    JsonObject json = JsonParser.parseString(Files.readString(seen)).getAsJsonObject();
    json.getAsJsonArray("agents").forEach(agent -> agents.add(agent.getAsJsonObject()));
    json.getAsJsonArray("diagnostics").forEach(entry -> diagnostics.add(entry.getAsJsonObject()));
  }

  static Path collection() {
    return Path.of(Objects.requireNonNull(System.getenv("IMPRESARIO_HOSTILE")));
  }

  /** Returns what the collection expects of one of its groups. */
  static Stream<JsonObject> expectations(String group) throws IOException {
    return Files.readAllLines(collection().resolve("expect.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> text(line, "group").equals(group));
  }

  /** Returns a name for the test of an expectation. */
  static String name(JsonObject line) {
    String path = text(line, "path");
    String shown = path.isEmpty() ? "(no UTF-8)" : path.substring(0, Math.min(60, path.length()));
    return text(line, "id") + " " + SafeText.escape(shown);
  }

  /** Returns the text of a field; empty if it is null. */
  static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  boolean isOrdinary() {
    return ordinary;
  }

  List<String> ids() {
    return agents.stream().map(agent -> text(agent, "id")).toList();
  }

  List<String> paths() {
    return agents.stream().map(agent -> text(agent, "path")).toList();
  }

  List<JsonObject> diagnostics() {
    return diagnostics;
  }

  List<JsonObject> diagnosticsAt(String path) {
    return diagnostics.stream().filter(entry -> text(entry, "path").equals(path)).toList();
  }

  List<String> codes() {
    return diagnostics.stream().map(entry -> text(entry, "code")).toList();
  }

  /** Whatever else is there, both canaries load, and each diagnostic is a short, safe line. */
  void assertSound() {
    assertThat(ids()).contains("canary-first", "canary-last");
    assertThat(diagnostics)
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              String line = text(entry, "text");
              assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(1024);
              assertThat(SafeText.escape(line)).isEqualTo(line);
            });
  }
}
