package dev.impresario.core.internal.live;

import dev.impresario.spi.AgentResource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells content that rests from content that is being written. Safe for use by many threads.
 *
 * <p>Nobody can see that a writer has finished; that nothing has happened for a while is the next
 * best thing.
 */
public final class Rest {
  private static final int TRIES = 3;

  private final long quiet;
  private final InstantSource clock;
  private final LongSupplier ticker;

  /**
   * Makes one.
   *
   * @param quiet how long nothing must have happened; of more than a second, a second counts
   * @param clock as resources go by when they say when they last changed
   * @param ticker nanoseconds from any beginning
   */
  public Rest(Duration quiet, InstantSource clock, LongSupplier ticker) {
    this.quiet = Math.min(Patience.nanos(quiet), Patience.NANOS);
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Returns the time, in nanoseconds from any beginning. */
  public long nanos() {
    return ticker.getAsLong();
  }

  /** Returns whether what began to change then has been waited for long enough. */
  public boolean isOverdue(long since) {
    return nanos() - since >= Patience.NANOS;
  }

  /** Returns whether what was found missing then is gone, rather than about to be written anew. */
  public boolean isGone(long since) {
    return nanos() - since >= quiet;
  }

  /**
   * Reads content to which nothing has happened for the quiet period before, nor while it was read.
   *
   * @throws StillChangingException if something has
   */
  public byte[] read(AgentResource resource, int limit) throws IOException {
    Instant begin = clock.instant();
    requireRest(resource.lastChanged(), begin);
    byte[] bytes = resource.read(limit);
    requireRest(resource.lastChanged(), begin);
    return bytes;
  }

  /** Reads content that never rests, if possible while nobody writes. */
  public byte[] readOverdue(AgentResource resource, int limit) throws IOException {
    for (int i = 1; ; i++) {
      Instant before = resource.lastChanged();
      byte[] bytes = resource.read(limit);
      if (i == TRIES || Objects.equals(before, resource.lastChanged())) {
        return bytes;
      }
    }
  }

  /** A time to come, by a clock that is wrong, is after every moment: it counts as just now. */
  private void requireRest(@Nullable Instant lastChanged, Instant moment)
      throws StillChangingException {
    if (lastChanged != null && lastChanged.isAfter(moment.minusNanos(quiet))) {
      throw new StillChangingException();
    }
  }

  /** Sleeps for the quiet period, but not beyond the time that a change since then may take. */
  public void pause(long since) throws InterruptedException {
    long left = Patience.NANOS - (nanos() - since);
    TimeUnit.NANOSECONDS.sleep(Math.min(quiet, Math.max(0, left)));
  }
}
