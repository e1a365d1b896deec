package dev.impresario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an agent without its prompt.
 *
 * @param id what the agent is called in tasks and look-ups; unique in a registry
 * @param name what people call it; often the id
 * @param description when to use it; empty if its author wrote none
 * @param type the kind of agent its author declared, or null
 * @param specializations what it is good at, as declared; sorted
 * @param tools the tools it may use
 * @param model the model it asks for, as declared, or null
 * @param attributes every other field of the front matter in its order: each value a String, a List
 *     or a Map of these, deeply immutable
 * @param origin where it came from
 * @param version the SHA-256 of the file's bytes, in lower-case hexadecimal digits
 * @param degraded whether the file has changed since and cannot be read any more, so that this is
 *     the last good state and the prompt is gone
 */
public record AgentMetadata(
    String id,
    String name,
    String description,
    @Nullable String type,
    Set<String> specializations,
    ToolGrant tools,
    @Nullable String model,
    Map<String, Object> attributes,
    Origin origin,
    String version,
    boolean degraded) {

  /** Checks the parts and copies what could change. */
  public AgentMetadata {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(tools, "tools");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(version, "version");
    if (id.isBlank()) {
      throw new IllegalArgumentException("agent id must not be blank");
    }
    specializations = sorted(specializations);
    attributes = copyOf(attributes);
  }

  /** Returns this metadata marked as degraded. */
  public AgentMetadata asDegraded() {
    return new AgentMetadata(
        id,
        name,
        description,
        type,
        specializations,
        tools,
        model,
        attributes,
        origin,
        version,
        true);
  }

  /** Shows id, version and place, never an attribute. */
  @Override
  public String toString() {
    return "%s@%.8s from %s%s"
        .formatted(SafeText.escape(id), version, origin.place(), degraded ? " (degraded)" : "");
  }

  private static Set<String> sorted(Set<String> words) {
    // Set.copyOf would be smaller, but its order changes from run to run, and people read this
    return words.size() < 2 ? Set.copyOf(words) : Collections.unmodifiableSet(new TreeSet<>(words));
  }

  private static Map<String, Object> copyOf(Map<?, ?> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> copy.put(key(key), immutable(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static String key(@Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("an attribute's key must be a String");
  }

  private static Object immutable(@Nullable Object value) {
    if (value instanceof String) {
      return value;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AgentMetadata::immutable).toList();
    }
    if (value instanceof Map<?, ?> map) {
      return copyOf(map);
    }
    throw new IllegalArgumentException(
        "an attribute must be a String, a List or a Map, not "
            + (value == null ? "null" : value.getClass().getName()));
  }
}
