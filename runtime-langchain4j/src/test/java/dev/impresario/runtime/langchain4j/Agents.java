package dev.impresario.runtime.langchain4j;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Definitions for tests. */
final class Agents {
  static final String PROMPT = "You are a careful reviewer of secret matters.";
  static final String INPUT = "Review the classified diff.";

  private Agents() {}

  static AgentDefinition qa() {
    return agent(null, ToolGrant.inherit(), Map.of());
  }

  static AgentDefinition qa(@Nullable String model) {
    return agent(model, ToolGrant.inherit(), Map.of());
  }

  static AgentDefinition qa(ToolGrant tools) {
    return agent(null, tools, Map.of());
  }

  static AgentDefinition agent(
      @Nullable String model, ToolGrant tools, Map<String, Object> attributes) {
    var metadata =
        new AgentMetadata(
            "qa",
            "qa",
            "checks",
            null,
            Set.of(),
            tools,
            model,
            attributes,
            new Origin("files", Scope.PROJECT, "claude", "qa.md"),
            "0123456789abcdef",
            false);
    return new AgentDefinition(metadata, PROMPT);
  }
}
