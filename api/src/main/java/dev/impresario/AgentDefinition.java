package dev.impresario;

import java.util.Objects;

/**
 * One agent as its author wrote it. Metadata and prompt are always of one version.
 *
 * @param metadata what is known without the prompt
 * @param prompt the text after the front matter, exactly as written
 */
public record AgentDefinition(AgentMetadata metadata, String prompt) {

  /** Checks that both parts are there. */
  public AgentDefinition {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(prompt, "prompt");
  }

  /** Returns the agent's id. */
  public String id() {
    return metadata.id();
  }

  /** Shows id, version and size, never the prompt. */
  @Override
  public String toString() {
    return "AgentDefinition[%s, %d chars]".formatted(metadata, prompt.length());
  }
}
