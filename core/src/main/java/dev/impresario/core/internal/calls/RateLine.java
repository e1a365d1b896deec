package dev.impresario.core.internal.calls;

import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The line of calls before a model that may be called only so often, in the order of {@link
 * Caller#rank}. Resilience4j says when the next call may begin; this class says whose it is. Safe
 * for use by many threads.
 *
 * <p>The library takes no reservation back. If each caller reserved its own, a thousand that are
 * cancelled would leave the next one waiting behind all of them. So the line as a whole holds one
 * reservation at most, for whoever is first when it is due. One of those who wait sleeps until
 * then, lets in all that may go, and hands the watch on when it leaves, however it leaves.
 */
final class RateLine {
  private static final Comparator<Waiter> BY_RANK =
      Comparator.comparingLong((Waiter waiter) -> waiter.rank).thenComparingLong(w -> w.arrival);

  private final String model;
  private final ModelPolicy.Rate rate;
  private final LongSupplier ticker;
  private final Sleeper sleeper;
  private final RateLimiter limiter;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by the lock
  private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(BY_RANK);
  private @Nullable Waiter watch; // who sleeps until the reservation is due
  private boolean reserved;
  private long due;
  private long arrivals;

  RateLine(String model, ModelPolicy.Rate rate, LongSupplier ticker, Sleeper sleeper) {
    this.model = model;
    this.rate = rate;
    this.ticker = ticker;
    this.sleeper = sleeper;
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(rate.calls())
            .limitRefreshPeriod(rate.period())
            .timeoutDuration(Duration.ofNanos(Long.MAX_VALUE)) // how long to wait is ours to say
            .build();
    // not RateLimiter.of: that reads the system's clock
    limiter = new AtomicRateLimiter(model, config, ticker::getAsLong);
  }

  /**
   * Waits until a call may begin; with the caller's slot given back, if it must wait at all.
   *
   * @throws ModelCallException if the caller's time is over before any further call may begin
   */
  void pass(Caller caller) throws InterruptedException {
    long wait = tryPass();
    if (wait <= 0) {
      return;
    }
    if (wait > Spans.nanos(caller.remaining())) {
      throw tooLate(caller, wait);
    }
    caller.pause(
        () -> {
          stand(caller.rank());
          return true;
        });
  }

  /** Returns how many callers wait. */
  int length() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private ModelCallException tooLate(Caller caller, long wait) {
    return ModelCallException.passing(
        "model '%s' may be called %d times in %s, and again in %s, but the task has %s left;"
                .formatted(
                    model,
                    rate.calls(),
                    Spans.text(rate.period()),
                    Spans.text(wait),
                    Spans.text(caller.remaining()))
            + " give it a longer timeout, or raise the rate with ModelPolicy.withRate",
        Duration.ofNanos(wait),
        null);
  }

  /** Returns 0 if the caller may go, else how long it is until somebody may. */
  private long tryPass() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        return take();
      }
      return Math.max(1, due - ticker.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Returns 0 and takes a permission if there is one, else how long it is until there is one. */
  private long take() {
    long now = ticker.getAsLong();
    if (reserved && now - due >= rate.period().toNanos()) {
      reserved = false; // nobody came for it; its period is over, and the next have their own
    }
    if (!reserved) {
      long wait = limiter.reservePermission();
      if (wait <= 0) {
        return 0;
      }
      reserved = true;
      due = ticker.getAsLong() + wait;
    }
    long wait = due - ticker.getAsLong();
    if (wait <= 0) {
      reserved = false;
      return 0;
    }
    return wait;
  }

  private void stand(long rank) throws InterruptedException {
    lock.lockInterruptibly();
    Waiter me = new Waiter(rank, arrivals++, lock.newCondition());
    waiting.add(me);
    try {
      while (!me.admitted) {
        if (watch == null) {
          watch = me;
        }
        if (isWatch(me)) {
          keepWatch(me);
        } else {
          me.turn.await();
        }
      }
    } catch (InterruptedException e) {
      if (me.admitted) {
        letInNext(); // whose turn it is now
      }
      throw e;
    } finally {
      leave(me);
      lock.unlock();
    }
  }

  /** Lets in all that may go, and sleeps once if the watch itself may not. */
  private void keepWatch(Waiter me) throws InterruptedException {
    long wait = 0;
    while (!waiting.isEmpty() && wait <= 0) {
      wait = take();
      if (wait <= 0) {
        letInNext();
      }
    }
    if (!me.admitted) {
      lock.unlock();
      try {
        sleeper.sleep(wait);
      } finally {
        lock.lock();
      }
    }
  }

  private void letInNext() {
    Waiter next = waiting.poll();
    if (next != null) {
      next.admitted = true;
      next.turn.signal();
    }
  }

  private void leave(Waiter me) {
    waiting.remove(me);
    if (isWatch(me)) {
      watch = null;
    }
    Waiter first = waiting.peek();
    if (watch == null && first != null) {
      first.turn.signal();
    }
  }

  @SuppressWarnings("ReferenceEquality") // each waiter is one of a kind
  private boolean isWatch(Waiter me) {
    return watch == me;
  }

  /** One who waits. Its mutable part is guarded by the lock. */
  private static final class Waiter {
    private final long rank;
    private final long arrival;
    private final Condition turn;
    private boolean admitted;

    Waiter(long rank, long arrival, Condition turn) {
      this.rank = rank;
      this.arrival = arrival;
      this.turn = turn;
    }
  }
}
