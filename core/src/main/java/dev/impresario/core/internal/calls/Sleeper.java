package dev.impresario.core.internal.calls;

import java.util.concurrent.TimeUnit;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

  /** The one that sleeps in fact. */
  Sleeper REAL = TimeUnit.NANOSECONDS::sleep;

  /** Returns when so much time has passed. */
  void sleep(long nanos) throws InterruptedException;
}
