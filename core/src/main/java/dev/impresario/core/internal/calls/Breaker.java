package dev.impresario.core.internal.calls;

import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives up calls for a while after too many have failed. Resilience4j counts, opens and closes;
 * this class sees to it that every call it let in ends in one of three ways, and that only calls it
 * let in as probes decide as probes. Safe for use by many threads.
 *
 * <p>Left alone, the library takes the result of a call that began before it opened for a probe's,
 * and lets one probe too many in for each such call that gives its permission back. So an admission
 * remembers the state it was made in, by that state's metrics object, and counts for nothing in
 * another. One lock makes "which state" and "what happened" one step; nothing waits under it.
 *
 * <p>A probe whose thread never comes back (an agent that ignores its interrupt) would leave the
 * breaker half-open for ever. When the last probe's task is out of time, the breaker opens again.
 */
final class Breaker {
  private final String name;
  private final String refusal;
  private final ModelPolicy.Breaker rules;
  private final LongSupplier ticker;
  private final CircuitBreaker breaker;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by the lock
  private long openUntil; // while open
  private @Nullable Metrics probing; // of the half-open state that probesUntil is about
  private long probesUntil;

  /**
   * Makes a closed one.
   *
   * @param name for health, such as {@code model 'sonnet'}
   * @param refusal begins a message, such as {@code model 'sonnet' is not called}
   */
  Breaker(String name, String refusal, ModelPolicy.Breaker rules, LongSupplier ticker) {
    this.name = name;
    this.refusal = refusal;
    this.rules = rules;
    this.ticker = ticker;
    breaker = CircuitBreaker.of(name, config(rules, ticker));
  }

  private static CircuitBreakerConfig config(ModelPolicy.Breaker rules, LongSupplier ticker) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(rules.calls(), rules.calls(), SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(rules.failurePercent())
        .waitDurationInOpenState(Spans.wholeMillis(rules.openFor()))
        .permittedNumberOfCallsInHalfOpenState(rules.probes())
        .automaticTransitionFromOpenToHalfOpenEnabled(false) // it would start a thread
        .clock(new TickerClock(ticker))
        .build();
  }

  /** Returns what it guards, for health. */
  String name() {
    return name;
  }

  /** Returns why calls are refused, or let in as probes only; nothing while it is closed. */
  Optional<String> trouble() {
    lock.lock();
    try {
      return switch (breaker.getState()) {
        case OPEN -> Optional.of("%s; %s".formatted(failures(), untilWhen()));
        case HALF_OPEN ->
            Optional.of("it failed too often; %d calls are let through".formatted(rules.probes()));
        default -> Optional.empty();
      };
    } finally {
      lock.unlock();
    }
  }

  private String untilWhen() {
    long left = openUntil - ticker.getAsLong();
    return left > 0
        ? "it is not called for %s more".formatted(Spans.text(left))
        : "the next %d calls try it".formatted(rules.probes());
  }

  /**
   * Lets a call in, which must close the admission when it ends.
   *
   * @param remaining how much time its task has left
   * @throws ModelCallException if it is open, or half-open with all its probes under way
   */
  Admission admit(Duration remaining) {
    lock.lock();
    try {
      return new Admission(remaining, enter(remaining));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses a call now that would be refused after the wait before it, so that its agent can turn
   * to another model at once.
   *
   * @param nanos how long it would wait
   * @param failure why it waits
   * @throws ModelCallException if it will be open then
   */
  void foresee(long nanos, ModelCallException failure) {
    lock.lock();
    try {
      long now = ticker.getAsLong();
      if (breaker.getState() == State.OPEN && openUntil - now > nanos) {
        throw refused(now, failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the state in which the call may begin. */
  private Metrics enter(Duration remaining) {
    long now = ticker.getAsLong();
    if (!breaker.tryAcquirePermission()) {
      reopenIfProbesAreLost(now);
      throw refused(now, null);
    }
    Metrics state = breaker.getMetrics();
    if (breaker.getState() == State.HALF_OPEN) {
      long until = now + Spans.nanos(remaining);
      probesUntil = isSame(probing, state) && probesUntil - until > 0 ? probesUntil : until;
      probing = state;
    }
    return state;
  }

  private void reopenIfProbesAreLost(long now) {
    if (breaker.getState() == State.HALF_OPEN && now - probesUntil > 0) {
      breaker.transitionToOpenState();
      openUntil = now + Spans.nanos(rules.openFor());
    }
  }

  private ModelCallException refused(long now, @Nullable Throwable cause) {
    if (breaker.getState() == State.HALF_OPEN) {
      return ModelCallException.passing(
          "%s now: it failed too often, and the %d calls that may try it are under way;"
                  .formatted(refusal, rules.probes())
              + " try again later, or name another model",
          cause);
    }
    long left = Math.max(1, openUntil - now);
    return ModelCallException.passing(
        "%s for %s more: %s; try again later, or name another model"
            .formatted(refusal, Spans.text(left), failures()),
        Duration.ofNanos(left),
        cause);
  }

  private String failures() {
    Metrics metrics = breaker.getMetrics();
    int ended = metrics.getNumberOfBufferedCalls();
    return ended == 0
        ? "no probe ended within its task's time"
        : "%d of the last %d calls failed".formatted(metrics.getNumberOfFailedCalls(), ended);
  }

  /** A call that was let in. Used by the thread that makes the call. */
  final class Admission implements AutoCloseable {
    private final Duration remaining;
    private Metrics state;
    private boolean judged;

    private Admission(Duration remaining, Metrics state) {
      this.remaining = remaining;
      this.state = state;
    }

    /**
     * Asks anew, after a wait, if the state has changed meanwhile.
     *
     * @throws ModelCallException as {@link Breaker#admit}
     */
    void renew() {
      lock.lock();
      try {
        if (isStale()) {
          state = enter(remaining);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Counts the call as a success. */
    void succeeded() {
      judge(() -> breaker.onSuccess(0, TimeUnit.NANOSECONDS)); // 0: or a slow one might count
    }

    /** Counts the call as a failure. */
    void failed() {
      judge(() -> breaker.onError(0, TimeUnit.NANOSECONDS, new ModelCallFailed()));
    }

    /** Gives a place among the probes back if the call says nothing about the model. */
    @Override
    public void close() {
      judge(breaker::releasePermission);
    }

    private void judge(Runnable verdict) {
      lock.lock();
      try {
        if (!judged && !isStale()) {
          verdict.run();
          noteOpening();
        }
        judged = true;
      } finally {
        lock.unlock();
      }
    }

    private void noteOpening() {
      if (breaker.getState() == State.OPEN) {
        openUntil = ticker.getAsLong() + Spans.nanos(rules.openFor());
      }
    }

    /** An open state keeps the metrics of the one before. */
    private boolean isStale() {
      return breaker.getState() == State.OPEN || !isSame(breaker.getMetrics(), state);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the object is the state's identity
  private static boolean isSame(@Nullable Metrics one, Metrics other) {
    return one == other;
  }

  /**
   * Stands for what was thrown: the library logs what it is told, and a cause may hold anything.
   */
  private static final class ModelCallFailed extends Exception {
    private static final long serialVersionUID = 1;

    ModelCallFailed() {
      super("a model call failed in a way that may pass", null, false, false);
    }
  }
}
