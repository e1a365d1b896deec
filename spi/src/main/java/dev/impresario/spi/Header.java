package dev.impresario.spi;

import dev.impresario.ToolGrant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an agent as its file declares it. The fields are those of {@link
 * dev.impresario.AgentMetadata}, which also copies and checks them.
 *
 * @param id what the agent is called in tasks and look-ups: visible text of at most 1,000
 *     characters, without those that {@link dev.impresario.SafeText} escapes
 * @param name what people call it; often the id
 * @param description when to use it; empty if its author wrote none
 * @param type the kind of agent its author declared, or null
 * @param specializations what it is good at, as declared
 * @param tools the tools it may use
 * @param model the model it asks for, as declared, or null
 * @param attributes every other field in its order: each value a String, a List or a Map of these
 */
public record Header(
    String id,
    String name,
    String description,
    @Nullable String type,
    Set<String> specializations,
    ToolGrant tools,
    @Nullable String model,
    Map<String, Object> attributes) {

  /** Checks that every part is there. */
  public Header {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(specializations, "specializations");
    Objects.requireNonNull(tools, "tools");
    Objects.requireNonNull(attributes, "attributes");
  }
}
