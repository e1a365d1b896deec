package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.SafeText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a command found as JSON objects, one on a line. */
final class Json {

  /** Writes the fields of one object. */
  interface Fields {
    void write(JsonWriter json) throws IOException;
  }

  private Json() {}

  static String object(Fields fields) {
    var text = new StringWriter(512);
    try (var json = new JsonWriter(text)) {
      json.beginObject();
      fields.write(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    // The writer escapes only what JSON must not hold. What could still move a cursor stands within
    // strings, where SafeText's escapes are those of JSON too.
    return SafeText.escape(text.toString());
  }

  /** Writes the fields that {@code list} and {@code show} have in common. */
  static void agent(
      JsonWriter json, AgentMetadata metadata, @Nullable String prompt, boolean shadowed)
      throws IOException {
    json.name("id").value(metadata.id());
    json.name("name").value(metadata.name());
    json.name("description").value(metadata.description());
    json.name("type").value(metadata.type());
    json.name("specializations");
    texts(json, metadata.specializations());
    json.name("tools");
    texts(json, metadata.tools().allowed().orElse(null));
    json.name("model").value(metadata.model());
    json.name("format").value(metadata.origin().format());
    json.name("scope").value(Words.word(metadata.origin().scope()));
    json.name("source").value(metadata.origin().source());
    json.name("path").value(metadata.origin().path());
    json.name("version").value(metadata.version());
    json.name("promptSha256").value(prompt == null ? null : sha256(prompt));
    json.name("promptChars").value(prompt == null ? null : prompt.length());
    json.name("shadowed").value(shadowed);
  }

  static void diagnostic(JsonWriter json, Diagnostic diagnostic) throws IOException {
    json.name("path").value(diagnostic.path());
    json.name("line").value(diagnostic.line());
    json.name("column").value(diagnostic.column());
    json.name("severity").value(Words.word(diagnostic.severity()));
    json.name("code").value(diagnostic.code());
    json.name("message").value(diagnostic.message());
    json.name("hint").value(diagnostic.hint());
  }

  static void texts(JsonWriter json, @Nullable Collection<String> texts) throws IOException {
    if (texts == null) {
      json.nullValue();
      return;
    }
    json.beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  /** Writes a front matter value: a text, a list or a map of these. */
  static void value(JsonWriter json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.name(String.valueOf(entry.getKey()));
        value(json, entry.getValue());
      }
      json.endObject();
    } else if (value instanceof List<?> list) {
      json.beginArray();
      for (Object element : list) {
        value(json, element);
      }
      json.endArray();
    } else {
      json.value(value == null ? null : value.toString());
    }
  }

  /** The prompt was decoded strictly, so its bytes are those of the file. */
  private static String sha256(String prompt) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(prompt.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
