package dev.impresario.core.internal.monitor;

import java.util.concurrent.atomic.AtomicLong;

/** A cache that was asked as often as the test says. */
final class FakeLookUps implements LookUps {
  final AtomicLong hits = new AtomicLong();
  final AtomicLong misses = new AtomicLong();

  @Override
  public long hits() {
    return hits.get();
  }

  @Override
  public long misses() {
    return misses.get();
  }
}
