package dev.impresario.core.internal.monitor;

import dev.impresario.PerformanceBudget;
import dev.impresario.PerformanceBudget.Statistic;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures how long executions take, or how many of them fail. */
final class ExecutionsGauge implements Gauge {
  private static final int ENOUGH = 20;
  private static final int ENOUGH_FOR_P99 = 100; // of fewer, it would be the slowest

  private final PerformanceBudget budget;
  private final Supplier<@Nullable Tally> operation;
  private Tally before;

  /** Takes the operation's tally, which is null as long as there is none of that name. */
  ExecutionsGauge(PerformanceBudget budget, Supplier<@Nullable Tally> operation) {
    this.budget = budget;
    this.operation = operation;
    Tally now = operation.get();
    this.before = now == null ? Tally.none() : now;
  }

  @Override
  public OptionalDouble next() {
    Tally now = operation.get();
    if (now == null || now.count() - before.count() < enough()) {
      return OptionalDouble.empty();
    }
    Tally fresh = now.since(before);
    before = now;
    return OptionalDouble.of(
        switch (budget.statistic()) {
          case P50 -> percentile(fresh, 50);
          case P95 -> percentile(fresh, 95);
          case P99 -> percentile(fresh, 99);
          case FAILURE_RATE -> (double) fresh.failures() / fresh.count();
          case HIT_RATE -> throw new IllegalStateException("executions have no hit rate");
        });
  }

  private int enough() {
    return budget.statistic() == Statistic.P99 ? ENOUGH_FOR_P99 : ENOUGH;
  }

  /** What shares a bucket with the limit cannot be told from it, so it keeps the limit. */
  private double percentile(Tally fresh, int percent) {
    double nanos = fresh.percentile(percent);
    boolean alike = Buckets.of((long) nanos) == Buckets.of((long) budget.limit());
    return alike ? Math.min(nanos, budget.limit()) : nanos;
  }
}
