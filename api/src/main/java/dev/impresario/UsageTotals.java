package dev.impresario;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

/**
 * What an engine's agents have used since it was built.
 *
 * @param total all of it
 * @param byAgent by the id of the agent that called; work of its children is theirs
 * @param byModel by the name of the model
 * @param cost of the models that have a price, in the currency of the prices
 */
public record UsageTotals(
    Usage total, Map<String, Usage> byAgent, Map<String, Usage> byModel, BigDecimal cost) {

  /** Copies the maps. */
  public UsageTotals {
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(cost, "cost");
    byAgent = Map.copyOf(byAgent);
    byModel = Map.copyOf(byModel);
  }
}
