package dev.impresario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Work for one agent. Immutable. */
public final class Task {
  private final String id;
  private final String agent;
  private final String input;
  private final Map<String, String> attributes;

  private Task(String id, String agent, String input, Map<String, String> attributes) {
    this.id = Objects.requireNonNull(id, "id");
    this.agent = Objects.requireNonNull(agent, "agent");
    this.input = Objects.requireNonNull(input, "input");
    this.attributes = attributes;
  }

  /** Creates a task with an id of its own, for the agent of this id. */
  public static Task of(String agent, String input) {
    // not a UUID: seeding a secure random costs more than a short run's whole work
    String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    return new Task(id, agent, input, Map.of());
  }

  /** Returns this task under another id, such as one of the caller's own books. */
  public Task withId(String id) {
    return new Task(id, agent, input, attributes);
  }

  /** Returns this task with one more attribute, which the agent may read. */
  public Task withAttribute(String name, String value) {
    var extended = new LinkedHashMap<>(attributes);
    extended.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new Task(id, agent, input, Collections.unmodifiableMap(extended));
  }

  /** Returns what the task is called in results and logs. */
  public String id() {
    return id;
  }

  /** Returns the id of the agent that is to do it. */
  public String agent() {
    return agent;
  }

  /** Returns what is to be done. */
  public String input() {
    return input;
  }

  /** Returns what else the caller has said, in the order it was added. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Shows id, agent and size, never the input or an attribute. */
  @Override
  public String toString() {
    return "Task[%s for '%s', %d chars]"
        .formatted(SafeText.escape(id), SafeText.escape(agent), input.length());
  }
}
