package dev.impresario.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Time that passes only when somebody waits, or when a test says so. */
final class FakeClock implements Clock {
  private long now = Long.MAX_VALUE - 5; // overflows soon, as nanoTime may

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public boolean await(CountDownLatch latch, long nanos) {
    now += nanos;
    return latch.getCount() == 0;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }
}
