package dev.impresario;

import java.util.Map;
import java.util.Set;

/** Values of which a test cares about one part only. */
final class Samples {
  static final Origin ORIGIN = new Origin(".claude/agents", Scope.PROJECT, "claude", "qa.md");
  static final String VERSION = "0123456789abcdef".repeat(4);

  private Samples() {}

  static AgentMetadata metadata() {
    return metadata(ToolGrant.inherit(), Map.of());
  }

  static AgentMetadata metadata(ToolGrant tools, Map<String, Object> attributes) {
    return new AgentMetadata(
        "qa",
        "QA",
        "Tests a secret thing",
        "reviewer",
        Set.of("testing", "accessibility"),
        tools,
        "sonnet",
        attributes,
        ORIGIN,
        VERSION,
        false);
  }
}
