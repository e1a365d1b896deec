package dev.impresario.spi;

import dev.impresario.AgentMetadata;
import java.util.List;
import java.util.Objects;

/**
 * What a selector may go by.
 *
 * @param metadata the agent
 * @param headings the headings of its prompt, in their order, without marks
 */
public record AgentProfile(AgentMetadata metadata, List<String> headings) {

  /** Copies the headings. */
  public AgentProfile {
    Objects.requireNonNull(metadata, "metadata");
    headings = List.copyOf(headings);
  }
}
