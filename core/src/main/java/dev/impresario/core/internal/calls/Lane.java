package dev.impresario.core.internal.calls;

import dev.impresario.ModelPolicy;
import dev.impresario.SafeText;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all calls of one model share. Safe for use by many threads. */
final class Lane {
  private final ModelPolicy policy;
  private final Backoff backoff;
  private final Breaker breaker;
  private final @Nullable RateLine line;

  Lane(String model, ModelPolicy policy, LongSupplier ticker, Sleeper sleeper) {
    this.policy = policy;
    String name = SafeText.escape(model);
    backoff = new Backoff(name, policy.retry());
    breaker =
        new Breaker(
            "model '%s'".formatted(name),
            "model '%s' is not called".formatted(name),
            policy.breaker(),
            ticker);
    line = policy.rate().map(rate -> new RateLine(name, rate, ticker, sleeper)).orElse(null);
  }

  /** Returns how the model may be called. */
  ModelPolicy policy() {
    return policy;
  }

  /** Returns when a call is tried again. */
  Backoff backoff() {
    return backoff;
  }

  /** Returns the circuit breaker of the model, whoever calls it. */
  Breaker breaker() {
    return breaker;
  }

  /** Waits until a call may begin, if the model has a rate. */
  void pass(Caller caller) throws InterruptedException {
    if (line != null) {
      line.pass(caller);
    }
  }
}
