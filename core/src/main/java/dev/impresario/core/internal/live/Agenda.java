package dev.impresario.core.internal.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next scan is due. Knows no time of its own: every call says what time it is, in
 * nanoseconds from any beginning.
 *
 * <p>Hints may come from any thread; all else is for the one thread that scans.
 */
final class Agenda {
  /** A scan that took longer is followed by no longer rest: what hangs may be well again. */
  private static final long LONGEST_REST = TimeUnit.MINUTES.toNanos(1);

  /** How much shorter the rest is while a change is known: a registry that is behind catches up. */
  private static final int HASTE = 4;

  private final long interval;
  private final long quiet;

  private final AtomicReference<@Nullable Long> firstHint = new AtomicReference<>();
  private volatile long latestHint;

  private long ended;
  private long rest;
  private boolean heldBack;

  /** Begins as if a scan had just ended. */
  Agenda(Duration interval, Duration quiet, long now) {
    this.interval = Patience.nanos(interval);
    this.quiet = Math.min(Patience.nanos(quiet), Patience.NANOS);
    this.ended = now;
  }

  /**
   * Takes a hint that something has changed.
   *
   * @return whether it is the first since the last scan began, so that the next is due earlier
   */
  boolean hint(long now) {
    latestHint = now;
    return firstHint.get() == null && firstHint.compareAndSet(null, now);
  }

  /** Returns how long to wait yet for the next scan; it is due if that is not positive. */
  long nanosUntilDue(long now) {
    long sinceEnd = now - ended;
    long wait = interval - sinceEnd;
    Long first = firstHint.get();
    if (first != null) {
      wait = Math.min(wait, quiet - (now - latestHint));
      wait = Math.min(wait, Patience.NANOS - (now - first));
    }
    if (heldBack) {
      wait = Math.min(wait, quiet - sinceEnd);
    }
    boolean awaited = first != null || heldBack;
    return Math.max(wait, (awaited ? rest / HASTE : rest) - sinceEnd);
  }

  /** Notes that a scan begins: it sees all that was hinted so far, and nothing of what comes. */
  void begin() {
    firstHint.set(null);
  }

  /**
   * Notes that a scan has ended. The rest after it is as long as it took, or a quarter of that
   * while a change is known, so that a slow source cannot take a whole processor.
   *
   * @param held whether it held something back, which is to be looked at again soon
   */
  void end(long begin, long now, boolean held) {
    ended = now;
    rest = Math.min(now - begin, LONGEST_REST);
    heldBack = held;
  }
}
