package dev.impresario.core.internal.calls;

import dev.impresario.Usage;
import dev.impresario.UsageTotals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Adds up what an engine's agents use, by agent and by model. Safe for use by many threads. */
final class UsageLedger {
  /** Beyond so many agents, or models, what further ones use is counted under {@link #OTHER}. */
  static final int MOST_NAMES = 10_000;

  static final String OTHER = "other";

  // guarded by the lock
  private final Map<String, Usage> byAgent = new HashMap<>();
  private final Map<String, Usage> byModel = new HashMap<>();
  private Usage total = Usage.NONE;
  private BigDecimal cost = BigDecimal.ZERO;
  private final ReentrantLock lock = new ReentrantLock();

  /** Adds what an agent used, of a model if one is known. */
  void add(String agent, @Nullable String model, Usage used, BigDecimal price) {
    lock.lock();
    try {
      total = total.plus(used);
      cost = cost.add(price);
      add(byAgent, agent, used);
      if (model != null) {
        add(byModel, model, used);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the sums, all of one moment. */
  UsageTotals totals() {
    lock.lock();
    try {
      return new UsageTotals(total, byAgent, byModel, cost);
    } finally {
      lock.unlock();
    }
  }

  private static void add(Map<String, Usage> sums, String name, Usage used) {
    boolean known = sums.containsKey(name) || sums.size() < MOST_NAMES;
    sums.merge(known ? name : OTHER, used, Usage::plus);
  }
}
