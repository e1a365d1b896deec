package dev.impresario.format.markdown;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What differs between the formats with front matter.
 *
 * @param specificity how many characters of the file's name are fixed; 0 if it is another format's
 * @param naming what an agent is called
 * @param grantFields the field that lists the tools allowed and, if there is one, that of those
 *     denied
 * @param otherFields the fields that only this dialect knows
 */
record Dialect(
    ToIntFunction<AgentPath> specificity,
    Naming naming,
    List<String> grantFields,
    Set<String> otherFields) {

  /** Finds out what an agent is called. */
  @FunctionalInterface
  interface Naming {
    Identity identify(AgentPath path, Fields fields, Findings findings);
  }

  static final Dialect CLAUDE =
      new Dialect(
          path -> path.endsWith(".md"),
          (path, fields, findings) -> Identity.declaredOr(path.stem(".md"), fields),
          List.of("tools", "disallowedTools"),
          Set.of(
              "permissionMode",
              "maxTurns",
              "skills",
              "mcpServers",
              "hooks",
              "memory",
              "background",
              "effort",
              "isolation",
              "color",
              "initialPrompt"));

  static final Dialect COPILOT =
      new Dialect(
          path -> path.endsWith(".agent.md"),
          (path, fields, findings) -> Identity.ofFile(path.stem(".agent.md"), fields),
          List.of("tools", "disallowedTools"),
          Set.of(
              "target",
              "argument-hint",
              "user-invocable",
              "disable-model-invocation",
              "mcp-servers",
              "handoffs",
              "agents"));

  static final Dialect SKILL =
      new Dialect(
          path -> path.fileName().equals("SKILL.md") ? path.fileName().length() : 0,
          Identity::ofSkill,
          List.of("allowed-tools", "disallowed-tools", "disallowedTools"),
          Set.of("license", "compatibility", "metadata"));

  private static final Set<String> TYPED = Set.of("name", "model", "type", "maxTurns");
  private static final Set<String> COMMON =
      Set.of(
          "name",
          "description",
          "model",
          "type",
          "specializations",
          "tags",
          "keywords",
          "category");

  Set<String> knownFields() {
    var known = new HashSet<>(COMMON);
    known.addAll(grantFields);
    known.addAll(otherFields);
    return known;
  }

  boolean knows(String field) {
    return COMMON.contains(field) || grantFields.contains(field) || otherFields.contains(field);
  }

  /** Returns whether a mistake in this field could make another agent of it. */
  boolean isTyped(String field) {
    return TYPED.contains(field) || grantFields.contains(field);
  }
}
