package dev.impresario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a task and all its children, or an engine's tasks together, may use up. Immutable; each part
 * is unlimited until it is set.
 */
public final class Budget {
  private static final Budget UNLIMITED = new Budget(null, null, null, null);

  private final @Nullable Long tokens;
  private final @Nullable BigDecimal cost;
  private final @Nullable Long delegations;
  private final @Nullable Duration time;

  private Budget(
      @Nullable Long tokens,
      @Nullable BigDecimal cost,
      @Nullable Long delegations,
      @Nullable Duration time) {
    this.tokens = tokens;
    this.cost = cost;
    this.delegations = delegations;
    this.time = time;
  }

  /** Returns the budget without any limit. */
  public static Budget unlimited() {
    return UNLIMITED;
  }

  /** Returns this budget with at most so many tokens, read and written. */
  public Budget withTokens(long tokens) {
    return new Budget(notNegative(tokens, "tokens"), cost, delegations, time);
  }

  /** Returns this budget with at most this cost, in the currency of the prices. */
  public Budget withCost(BigDecimal cost) {
    if (cost.signum() < 0) {
      throw new IllegalArgumentException("a budget's cost must not be negative: " + cost);
    }
    return new Budget(tokens, cost, delegations, time);
  }

  /** Returns this budget with at most so many tasks; the one it is set for counts. */
  public Budget withDelegations(long delegations) {
    return new Budget(tokens, cost, notNegative(delegations, "delegations"), time);
  }

  /** Returns this budget with at most so much time in which agents work, added up. */
  public Budget withTime(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a budget's time must not be negative: " + time);
    }
    return new Budget(tokens, cost, delegations, time);
  }

  /** Returns the limit on tokens, if there is one. */
  public OptionalLong tokens() {
    return tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  /** Returns the limit on cost, if there is one. */
  public Optional<BigDecimal> cost() {
    return Optional.ofNullable(cost);
  }

  /** Returns the limit on tasks, if there is one. */
  public OptionalLong delegations() {
    return delegations == null ? OptionalLong.empty() : OptionalLong.of(delegations);
  }

  /** Returns the limit on working time, if there is one. */
  public Optional<Duration> time() {
    return Optional.ofNullable(time);
  }

  /** Compares the limits; costs by their value. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Budget budget
        && Objects.equals(tokens, budget.tokens)
        && Objects.equals(stripped(cost), stripped(budget.cost))
        && Objects.equals(delegations, budget.delegations)
        && Objects.equals(time, budget.time);
  }

  /** Agrees with {@link #equals}. */
  @Override
  public int hashCode() {
    return Objects.hash(tokens, stripped(cost), delegations, time);
  }

  /** Shows the limits. */
  @Override
  public String toString() {
    return "Budget[tokens=%s, cost=%s, delegations=%s, time=%s]"
        .formatted(shown(tokens), shown(cost), shown(delegations), shown(time));
  }

  private static Object shown(@Nullable Object limit) {
    return limit == null ? "unlimited" : limit;
  }

  private static @Nullable BigDecimal stripped(@Nullable BigDecimal cost) {
    return cost == null ? null : cost.stripTrailingZeros();
  }

  private static long notNegative(long value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "a budget's %s must not be negative: %d".formatted(name, value));
    }
    return value;
  }
}
