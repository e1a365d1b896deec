package dev.impresario.core.internal;

import dev.impresario.AgentPolicy;
import dev.impresario.ModelPolicy;
import java.util.Map;

/** What holds for each agent and model: what was set for it, else what was set for all. */
public record Policies(
    AgentPolicy agents,
    Map<String, AgentPolicy> byAgent,
    ModelPolicy models,
    Map<String, ModelPolicy> byModel) {

  /** Copies the maps. */
  public Policies {
    byAgent = Map.copyOf(byAgent);
    byModel = Map.copyOf(byModel);
  }

  AgentPolicy agent(String id) {
    return byAgent.getOrDefault(id, agents);
  }

  ModelPolicy model(String name) {
    return byModel.getOrDefault(name, models);
  }

  boolean limitModels() {
    return models.concurrency() != Integer.MAX_VALUE
        || byModel.values().stream().anyMatch(m -> m.concurrency() != Integer.MAX_VALUE);
  }
}
