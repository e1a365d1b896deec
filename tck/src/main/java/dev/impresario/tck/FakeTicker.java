package dev.impresario.tck;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Time that passes when a test says so. Like {@link System#nanoTime} it may begin anywhere and wrap
 * round: it begins {@link #BEFORE_WRAP} before that.
 */
final class FakeTicker implements LongSupplier {
  static final Duration BEFORE_WRAP = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - BEFORE_WRAP.toNanos());

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
