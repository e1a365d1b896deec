package dev.impresario.core.internal.calls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody sleeps. Safe for use by many threads. */
final class FakeTime implements Sleeper {
  private final AtomicLong now =
      new AtomicLong(Long.MAX_VALUE - 1_000); // overflows soon, as it may
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

  @Override
  public void sleep(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(Duration.ofNanos(nanos));
    now.addAndGet(nanos);
  }

  long now() {
    return now.get();
  }

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
