package dev.impresario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that a load goes by. */
interface Clock {
  /** The system's own. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public boolean await(CountDownLatch latch, long nanos) throws InterruptedException {
          return latch.await(nanos, TimeUnit.NANOSECONDS);
        }
      };

  long nanoTime();

  /** Waits, and returns whether the latch went down meanwhile. */
  boolean await(CountDownLatch latch, long nanos) throws InterruptedException;
}
