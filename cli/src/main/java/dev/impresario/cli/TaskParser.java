package dev.impresario.cli;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.impresario.SafeText;
import dev.impresario.Task;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a line of JSON into a task. Used by one thread. */
final class TaskParser {
  private static final String EXAMPLE = "{\"agent\": \"qa\", \"input\": \"Test the login\"}";
  private static final int LONGEST_NAME = 1_000;
  private static final String FIELDS = "[agent, id, input, priority, timeout]";

  private final RunArguments defaults;

  /** The line holds no task. The message says why, and what to do; it shows no input. */
  static final class NoTaskException extends Exception {
    private static final long serialVersionUID = 1;

    NoTaskException(String message) {
      super(message);
    }
  }

  private static final class Fields {
    private final Set<String> names = new HashSet<>();
    private @Nullable String agent;
    private @Nullable String input;
    private @Nullable String id;
    private @Nullable Integer priority;
    private @Nullable Duration timeout;
  }

  TaskParser(RunArguments defaults) {
    this.defaults = defaults;
  }

  Task parse(String line) throws NoTaskException {
    Fields fields = fields(line);
    if (fields.agent == null || fields.input == null) {
      throw new NoTaskException(
          "field '%s' is missing; write for example %s"
              .formatted(fields.agent == null ? "agent" : "input", EXAMPLE));
    }
    Task task = defaults.taskFor(fields.agent, fields.input);
    task = fields.id == null ? task : task.withId(fields.id);
    task = fields.priority == null ? task : task.withPriority(fields.priority);
    return fields.timeout == null ? task : task.withTimeout(fields.timeout);
  }

  private static Fields fields(String line) throws NoTaskException {
    var json = new JsonReader(new StringReader(line));
    json.setStrictness(Strictness.STRICT);
    var fields = new Fields();
    try {
      if (json.peek() != JsonToken.BEGIN_OBJECT) {
        throw new NoTaskException("the line is no JSON object; write for example " + EXAMPLE);
      }
      json.beginObject();
      while (json.hasNext()) {
        read(json, fields);
      }
      json.endObject();
      requireEnd(json);
      return fields;
    } catch (IOException e) { // its message may show the input
      throw new NoTaskException(
          "the line is not well-formed JSON, from %s on; write for example %s"
              .formatted(SafeText.escape(json.getPath()), EXAMPLE));
    }
  }

  private static void requireEnd(JsonReader json) throws NoTaskException {
    try {
      if (json.peek() == JsonToken.END_DOCUMENT) {
        return;
      }
    } catch (IOException e) {
      // whatever follows is one thing too many
    }
    throw new NoTaskException("something follows the JSON object; write one on each line");
  }

  private static void read(JsonReader json, Fields fields) throws IOException, NoTaskException {
    String name = json.nextName();
    if (!fields.names.add(name)) {
      throw new NoTaskException("field '%s' is there twice".formatted(SafeText.escape(name)));
    }
    switch (name) {
      case "agent" -> fields.agent = bounded(name, text(json, name));
      case "input" -> fields.input = text(json, name);
      case "id" -> fields.id = id(json);
      case "priority" -> fields.priority = priority(json);
      case "timeout" -> fields.timeout = timeout(json);
      default ->
          throw new NoTaskException(
              "there is no field '%s'; there are %s".formatted(SafeText.escape(name), FIELDS));
    }
  }

  private static String text(JsonReader json, String name) throws IOException, NoTaskException {
    return scalar(json, "field '%s' must be a text".formatted(name), JsonToken.STRING);
  }

  private static String id(JsonReader json) throws IOException, NoTaskException {
    String id =
        scalar(json, "field 'id' must be a text or a number", JsonToken.STRING, JsonToken.NUMBER);
    if (id.isBlank()) {
      throw new NoTaskException("field 'id' is blank; leave it out for an id of its own");
    }
    return bounded("id", id);
  }

  /** It comes back in messages, thread names, metrics and the result. */
  private static String bounded(String field, String text) throws NoTaskException {
    if (text.length() > LONGEST_NAME) {
      throw new NoTaskException(
          "field '%s' has more than %,d characters; shorten it".formatted(field, LONGEST_NAME));
    }
    return text;
  }

  private static int priority(JsonReader json) throws IOException, NoTaskException {
    String expected =
        "field 'priority' must be a number from %d (most urgent) to %d"
            .formatted(Task.MOST_URGENT, Task.LEAST_URGENT);
    String number = scalar(json, expected, JsonToken.NUMBER);
    if (!number.matches("[0-9]")) {
      throw new NoTaskException(expected);
    }
    return Integer.parseInt(number);
  }

  private static Duration timeout(JsonReader json) throws IOException, NoTaskException {
    String expected = "field 'timeout' must be " + TimeLimit.EXPECTED;
    Duration timeout = TimeLimit.parse(scalar(json, expected, JsonToken.STRING, JsonToken.NUMBER));
    if (timeout == null) {
      throw new NoTaskException(expected);
    }
    return timeout;
  }

  private static String scalar(JsonReader json, String expected, JsonToken... kinds)
      throws IOException, NoTaskException {
    if (!Set.of(kinds).contains(json.peek())) {
      throw new NoTaskException(expected);
    }
    return json.nextString();
  }
}
