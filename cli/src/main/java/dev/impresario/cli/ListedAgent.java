package dev.impresario.cli;

import dev.impresario.AgentMetadata;
import dev.impresario.Registry;
import dev.impresario.Resolution;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent as {@code list} shows it.
 *
 * @param metadata what is known of it
 * @param shadowed whether another of the same id stands in its place
 */
record ListedAgent(AgentMetadata metadata, boolean shadowed) {

  /** Returns the agents on offer, and if wanted after each those that it shadows. */
  static List<ListedAgent> of(Registry registry, boolean withShadowed) {
    var agents = new ArrayList<ListedAgent>();
    for (AgentMetadata metadata : registry.list()) {
      agents.add(new ListedAgent(metadata, false));
      if (withShadowed) {
        for (Resolution.Candidate candidate : registry.explain(metadata.id()).shadowed()) {
          agents.add(new ListedAgent(candidate.metadata(), true));
        }
      }
    }
    return agents;
  }
}
