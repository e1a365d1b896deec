package dev.impresario.core.internal.calls;

import dev.impresario.Budget;
import dev.impresario.ConfigurationException;
import dev.impresario.Health;
import dev.impresario.ModelCall;
import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import dev.impresario.SafeText;
import dev.impresario.Usage;
import dev.impresario.UsageTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The way of every model call. Safe for use by many threads.
 *
 * <p>What says how the model is: an attempt that returns (it is well) and one that throws a {@link
 * ModelCallException} that may pass (it is not). Everything else counts for no circuit breaker: a
 * wrong key, an interrupt, a budget's refusal, what the agent's own code throws.
 *
 * <p>Agents and models are named by files. The 1,000 models and pairs of agent and model used last
 * are remembered, and all with a call under way; one that comes back later begins with a closed
 * breaker and an unused rate.
 */
public final class ModelCalls {
  private static final int MOST_NAMES = 1_000;

  private final Function<String, ModelPolicy> policies;
  private final CallObserver observer;
  private final LongSupplier ticker;
  private final UsageLedger ledger = new UsageLedger();
  private final Sleeper sleeper;
  // The library is loaded by the first call, not by the engine: nothing here may name it.
  private final Recent<Model, Lane> lanes;
  private final Recent<Pair, Breaker> breakers;

  /**
   * Makes it.
   *
   * @param policies how each model may be called; the same each time
   */
  public ModelCalls(Function<String, ModelPolicy> policies, CallObserver observer) {
    this(policies, observer, System::nanoTime, Sleeper.REAL);
  }

  /** Makes it with another notion of time, in nanoseconds. */
  public ModelCalls(
      Function<String, ModelPolicy> policies,
      CallObserver observer,
      LongSupplier ticker,
      Sleeper sleeper) {
    this.policies = policies;
    this.observer = observer;
    this.ticker = ticker;
    this.sleeper = sleeper;
    lanes =
        new Recent<>(MOST_NAMES, model -> new Lane(model.name(), model.policy(), ticker, sleeper));
    breakers = new Recent<>(MOST_NAMES, pair -> pair.breaker(ticker));
  }

  /**
   * Refuses budgets that cannot be kept, before any task is taken.
   *
   * @param models the models that are known by name so far
   * @throws ConfigurationException if a budget limits cost and one of them has no price
   */
  public static void requirePrices(
      Set<String> models, Budget engine, Budget perTask, Function<String, ModelPolicy> policies) {
    if (engine.cost().isEmpty() && perTask.cost().isEmpty()) {
      return;
    }
    List<String> unpriced =
        models.stream()
            .filter(model -> policies.apply(model).price().isEmpty())
            .map(model -> "'" + SafeText.escape(model) + "'")
            .sorted()
            .toList();
    if (!unpriced.isEmpty()) {
      throw new ConfigurationException(
          "a budget limits cost, but models %s have no price; set each with".formatted(unpriced)
              + " ModelPolicy.withPrice, for example"
              + " ModelPolicy.defaults().withPrice(Price.perMillion(\"3.00\", \"15.00\", \"0.30\"))");
    }
  }

  /** Makes the call, as {@link dev.impresario.TaskContext#call} says. */
  public <T> T call(Caller caller, String model, long estimatedTokens, ModelCall<T> call)
      throws Exception {
    Objects.requireNonNull(call, "call");
    if (model.isBlank()) {
      throw new IllegalArgumentException("a model's name must not be blank");
    }
    if (estimatedTokens < 0) {
      throw new IllegalArgumentException("tokens must not be negative: " + estimatedTokens);
    }
    try (var lane = lanes.use(new Model(model, policies.apply(model)));
        var ofAgent = breakers.use(pair(caller, model, lane.value()))) {
      return retried(
          new Request<>(caller, model, estimatedTokens, call, lane.value(), ofAgent.value()));
    }
  }

  /**
   * Returns what the breaker is of that holds an agent back whose calls of this model keep failing,
   * before it costs the others the model. It is none of the agent alone: an agent must be able to
   * fall back to another model.
   */
  private static Pair pair(Caller caller, String model, Lane lane) {
    return new Pair(caller.agent(), model, lane.policy().breaker());
  }

  // What follows is the order of a model call: retry, then in once() the others, outermost first.

  private <T> T retried(Request<T> request) throws Exception {
    Caller caller = request.caller();
    Backoff.Attempts attempts = request.lane().backoff().begin();
    long emitted = caller.emitted();
    for (int number = 1; ; number++) {
      var thrown = new Thrown();
      try {
        return once(request, number, thrown);
      } catch (ModelCallException e) {
        if (!thrown.is(e)
            || caller.emitted() != emitted
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        long wait = attempts.waitAfter(e, caller.remaining());
        request.lane().breaker().foresee(wait, e);
        request.ofAgent().foresee(wait, e);
        caller.pause(
            () -> {
              sleeper.sleep(wait);
              return true;
            });
      }
    }
  }

  private <T> T once(Request<T> request, int number, Thrown thrown) throws Exception {
    Caller caller = request.caller();
    try (Spending spending = reserved(request, number);
        Breaker.Admission byModel = request.lane().breaker().admit(caller.remaining());
        Breaker.Admission byAgent = request.ofAgent().admit(caller.remaining())) {
      request.lane().pass(caller);
      caller.use(request.model());
      byModel.renew(); // it may have opened while this one waited
      byAgent.renew();
      return attempted(request, new Attempt(spending, byModel, byAgent, thrown));
    }
  }

  private Spending reserved(Request<?> request, int number) {
    Caller caller = request.caller();
    Meter.Reservation reservation = caller.meter().reserve(request.model(), request.tokens());
    return new Spending(number, caller.agent(), request.model(), reservation, ledger);
  }

  private <T> T attempted(Request<T> request, Attempt attempt) throws Exception {
    boolean success = false;
    long start = ticker.getAsLong();
    try {
      T answer = request.call().attempt(attempt.spending());
      success = true;
      attempt.succeeded();
      return answer;
    } catch (ModelCallException e) {
      attempt.failed(e);
      throw e;
    } finally {
      observe(request.model(), ticker.getAsLong() - start, success);
    }
  }

  private void observe(String model, long nanos, boolean success) {
    try {
      observer.attempted(model, nanos, success);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LoggerFactory.getLogger("dev.impresario.calls")
          .warn("a call of model '{}' could not be measured", SafeText.escape(model), e);
    }
  }

  /**
   * Counts what an agent says it used, though it made no call through its context; see {@link
   * Meter#called}. It is never refused, since it is spent.
   *
   * @param model what it used, if that is known; without a price there is no cost
   */
  public void charge(Meter meter, String agent, @Nullable String model, Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    BigDecimal cost =
        model == null
            ? BigDecimal.ZERO
            : policies.apply(model).price().map(price -> price.of(usage)).orElse(BigDecimal.ZERO);
    meter.count(usage, cost);
    ledger.add(agent, model, usage, cost);
  }

  /** Returns what was used since the start. */
  public UsageTotals totals() {
    return ledger.totals();
  }

  /** Returns the models, and agents with a model, that are not freely called now, by name. */
  public List<Health.Part> health() {
    var all = new ArrayList<>(breakers.all());
    lanes.all().forEach(lane -> all.add(lane.breaker()));
    var parts = new ArrayList<Health.Part>();
    for (Breaker breaker : all) {
      breaker
          .trouble()
          .map(reason -> new Health.Part(breaker.name(), Health.Status.DEGRADED, reason))
          .ifPresent(parts::add);
    }
    parts.sort(Comparator.comparing(Health.Part::name));
    return parts;
  }

  /** A model's name, and how it may be called when it is called first. */
  private record Model(String name, ModelPolicy policy) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Model model && name.equals(model.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** An agent and a model, and when the one's calls of the other are given up. */
  private record Pair(String agent, String model, ModelPolicy.Breaker rules) {
    Breaker breaker(LongSupplier ticker) {
      String a = SafeText.escape(agent);
      String m = SafeText.escape(model);
      return new Breaker(
          "agent '%s' with model '%s'".formatted(a, m),
          "model '%s' is not called for agent '%s'".formatted(m, a),
          rules,
          ticker);
    }
  }

  /** What is asked for. */
  private record Request<T>(
      Caller caller, String model, long tokens, ModelCall<T> call, Lane lane, Breaker ofAgent) {}

  /** What an attempt has to answer for. */
  private record Attempt(
      Spending spending, Breaker.Admission byModel, Breaker.Admission byAgent, Thrown thrown) {

    void succeeded() {
      spending.succeeded();
      byModel.succeeded();
      byAgent.succeeded();
    }

    void failed(ModelCallException failure) {
      thrown.set(failure);
      if (failure.retryable() && !Thread.currentThread().isInterrupted()) {
        byModel.failed();
        byAgent.failed();
      }
    }
  }

  /** What the model threw, as opposed to what was thrown on the way to it. */
  private static final class Thrown {
    private @Nullable ModelCallException failure;

    void set(ModelCallException e) {
      failure = e;
    }

    @SuppressWarnings("ReferenceEquality") // the same object, or it is another's
    boolean is(ModelCallException e) {
      return failure == e;
    }
  }
}
