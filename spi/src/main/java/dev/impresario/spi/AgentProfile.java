package dev.impresario.spi;

import dev.impresario.AgentMetadata;
import java.util.List;
import java.util.Objects;

/**
 * What a selector may go by.
 *
 * @param metadata the agent
 * @param headings the headings of its prompt, in their order, without marks; at most 200, each of
 *     at most 200 characters; none if its file could not be read
 * @param opening how its prompt begins: at most 2,500 characters; empty if its file could not be
 *     read
 */
public record AgentProfile(AgentMetadata metadata, List<String> headings, String opening) {

  /** Copies the headings. */
  public AgentProfile {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(opening, "opening");
    headings = List.copyOf(headings);
  }

  /** Shows the agent, never a part of its prompt. */
  @Override
  public String toString() {
    return "AgentProfile[%s, %d headings]".formatted(metadata, headings.size());
  }
}
