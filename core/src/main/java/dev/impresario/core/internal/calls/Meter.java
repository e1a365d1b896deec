package dev.impresario.core.internal.calls;

import dev.impresario.Budget;
import dev.impresario.BudgetExceededException;
import dev.impresario.ModelPolicy;
import dev.impresario.Price;
import dev.impresario.SafeText;
import dev.impresario.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An account of what a task and its children use, charged to its parents' accounts too, up to the
 * engine's. Safe for use by many threads.
 *
 * <p>All accounts of a tree share one lock, so that a charge is borne by each of them or by none,
 * and nobody is refused because of a charge that is about to be taken back. Where neither this
 * account nor one above limits tasks or time, {@link #delegated} and {@link #worked} do nothing.
 */
public final class Meter {
  private final Object owner;
  private final @Nullable Meter parent;
  private final Budget budget;
  private final Function<String, ModelPolicy> policies;
  private final ReentrantLock lock;
  private final boolean limitsCost; // here or above
  private final boolean limitsTasks;
  private final boolean limitsTime;

  // Guarded by the lock. Tokens and costs are reserved, and costs, tasks and time counted, only
  // where this account limits them.
  private long reserved;
  private BigDecimal reservedCost = BigDecimal.ZERO;
  private long own; // reserved by this account itself, whoever limits it; wraps where nobody does
  private BigDecimal ownCost = BigDecimal.ZERO;
  private long abandonments;
  private BigDecimal cost = BigDecimal.ZERO;
  private long tasks;
  private long worked;

  // written under the lock
  private volatile Usage usage = Usage.NONE;
  private volatile boolean called;

  /**
   * Opens an account.
   *
   * @param owner shows what it is of, for messages, such as {@code the engine} or {@code task '7'};
   *     not asked before there is one
   * @param parent the account above, or null for the engine's
   * @param policies where prices are
   */
  public Meter(
      Object owner, @Nullable Meter parent, Budget budget, Function<String, ModelPolicy> policies) {
    this.owner = owner;
    this.parent = parent;
    this.budget = budget;
    this.policies = policies;
    lock = parent == null ? new ReentrantLock() : parent.lock;
    limitsCost = budget.cost().isPresent() || (parent != null && parent.limitsCost);
    limitsTasks = budget.delegations().isPresent() || (parent != null && parent.limitsTasks);
    limitsTime = budget.time().isPresent() || (parent != null && parent.limitsTime);
  }

  /**
   * Counts one more task here and above.
   *
   * @throws BudgetExceededException if an account would not bear it; nothing was counted
   */
  public void delegated() {
    if (!limitsTasks && !limitsTime) {
      return;
    }
    lock.lock();
    try {
      for (Meter meter = this; meter != null; meter = meter.parent) {
        meter.checkTime();
        meter.checkTasks();
      }
      for (Meter meter = this; meter != null; meter = meter.parent) {
        meter.tasks++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds time in which an agent has worked, here and above. */
  public void worked(long nanos) {
    if (!limitsTime || nanos <= 0) {
      return;
    }
    lock.lock();
    try {
      for (Meter meter = this; meter != null; meter = meter.parent) {
        meter.worked = Math.max(meter.worked, meter.worked + nanos); // stays when it overflows
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns what was used here and by the accounts below. */
  public Usage usage() {
    return usage;
  }

  /** Returns whether a model call of this account itself, not of one below, was ever counted. */
  public boolean called() {
    return called;
  }

  /**
   * Sets aside what a call may use, here and above, until {@link Reservation#settle}.
   *
   * @param tokens what it may use at most; a call needs 1 at least, or a budget that is used up
   *     would still bear calls that say they need none
   * @throws BudgetExceededException if an account would not bear it; nothing was set aside
   */
  Reservation reserve(String model, long tokens) {
    Optional<Price> price = policies.apply(model).price(); // a host's code: not under the lock
    long need = Math.max(1, tokens);
    BigDecimal mayCost = price.map(each -> dearest(each, need)).orElse(BigDecimal.ZERO);
    lock.lock();
    try {
      for (Meter meter = this; meter != null; meter = meter.parent) {
        meter.checkTime();
        meter.checkTokens(need);
        meter.checkCost(model, price.isPresent(), mayCost);
      }
      addReserved(need, mayCost);
      return new Reservation(price, need, mayCost, abandonments);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives back, here and above, what calls of this account itself have set aside and not settled,
   * as when their threads do not come back. What they report later is counted all the same.
   */
  public void abandon() {
    lock.lock();
    try {
      abandonments++;
      if (own != 0 || ownCost.signum() != 0) {
        addReserved(-own, ownCost.negate());
        ownCost = BigDecimal.ZERO;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Counts what was used without having been reserved. Never refused: it is spent. */
  void count(Usage used, BigDecimal spent) {
    lock.lock();
    try {
      for (Meter meter = this; meter != null; meter = meter.parent) {
        meter.usage = meter.usage.plus(used);
        if (meter.budget.cost().isPresent()) {
          meter.cost = meter.cost.add(spent);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static BigDecimal dearest(Price price, long tokens) {
    return price
        .input()
        .max(price.output())
        .max(price.cached())
        .multiply(BigDecimal.valueOf(tokens))
        .movePointLeft(6);
  }

  private void addReserved(long tokens, BigDecimal mayCost) {
    own += tokens;
    if (limitsCost) {
      ownCost = ownCost.add(mayCost);
    }
    for (Meter meter = this; meter != null; meter = meter.parent) {
      if (meter.budget.tokens().isPresent()) {
        meter.reserved += tokens;
      }
      if (meter.budget.cost().isPresent()) {
        meter.reservedCost = meter.reservedCost.add(mayCost);
      }
    }
  }

  private void checkTokens(long need) {
    if (budget.tokens().isEmpty()) {
      return;
    }
    long limit = budget.tokens().getAsLong();
    long used = usage.total();
    if (need > limit - used - reserved) { // each is from 0 to Long.MAX_VALUE, reserved to the limit
      throw exceeded(
          String.format(
              Locale.ROOT,
              "allows %,d tokens; %,d are used or reserved and this call may need %,d;"
                  + " raise it with Budget.withTokens or ask for less",
              limit,
              new Usage(used, reserved, 0).total(),
              need));
    }
  }

  private void checkCost(String model, boolean priced, BigDecimal mayCost) {
    Optional<BigDecimal> limit = budget.cost();
    if (limit.isEmpty()) {
      return;
    }
    if (!priced) {
      throw exceeded(
          String.format(
              Locale.ROOT,
              "limits cost, but model '%s' has no price; set one with ModelPolicy.withPrice",
              SafeText.escape(model)));
    }
    BigDecimal taken = cost.add(reservedCost);
    if (taken.add(mayCost).compareTo(limit.get()) > 0) {
      throw exceeded(
          String.format(
              Locale.ROOT,
              "allows a cost of %s; %s is used or reserved and this call may need %s;"
                  + " raise it with Budget.withCost or ask for less",
              shown(limit.get()),
              shown(taken),
              shown(mayCost)));
    }
  }

  private void checkTasks() {
    if (budget.delegations().isPresent() && tasks >= budget.delegations().getAsLong()) {
      throw exceeded(
          String.format(
              Locale.ROOT,
              "allows %,d tasks, and so many were delegated;"
                  + " raise it with Budget.withDelegations or delegate less",
              budget.delegations().getAsLong()));
    }
  }

  private void checkTime() {
    Optional<Duration> limit = budget.time();
    if (limit.isPresent() && limit.get().compareTo(Duration.ofNanos(worked)) <= 0) {
      throw exceeded(
          String.format(
              Locale.ROOT,
              "allows %s of work, and %s were worked; raise it with Budget.withTime or ask for less",
              Spans.text(limit.get()),
              Spans.text(worked)));
    }
  }

  private BudgetExceededException exceeded(String what) {
    return new BudgetExceededException(
        "the budget of %s %s".formatted(SafeText.escape(owner.toString()), what));
  }

  /** Not as plain digits: a host may write a limit that has a billion of them. */
  private static String shown(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.scale() > -18
        ? stripped.toPlainString()
        : stripped.toString();
  }

  /** What was set aside for one attempt. Safe for use by many threads. */
  final class Reservation {
    private final Optional<Price> price;
    private final long tokens;
    private final BigDecimal mayCost;
    private final long made; // after so many abandonments
    private boolean settled; // guarded by the lock

    private Reservation(Optional<Price> price, long tokens, BigDecimal mayCost, long made) {
      this.price = price;
      this.tokens = tokens;
      this.mayCost = mayCost;
      this.made = made;
    }

    /** Returns what this would cost; nothing if the model has no price. */
    BigDecimal costOf(Usage used) {
      return price.map(each -> each.of(used)).orElse(BigDecimal.ZERO);
    }

    /** Returns what was set aside, as if all of it had been read. */
    Usage estimate() {
      return new Usage(tokens, 0, 0);
    }

    /** Returns what was set aside of the budgets on cost. */
    BigDecimal estimatedCost() {
      return mayCost;
    }

    /** Counts what was used in place of what was set aside; later, in addition to it. */
    void settle(Usage used, BigDecimal spent) {
      lock.lock();
      try {
        giveBack();
        called = true;
        count(used, spent);
      } finally {
        lock.unlock();
      }
    }

    /** Gives back what was set aside, and counts nothing. */
    void release() {
      lock.lock();
      try {
        giveBack();
      } finally {
        lock.unlock();
      }
    }

    private void giveBack() {
      if (!settled && made == abandonments) {
        addReserved(-tokens, mayCost.negate());
      }
      settled = true;
    }
  }
}
