package dev.impresario.tck;

import java.util.concurrent.locks.LockSupport;

/** A thread that does not end when it should, but before it is in anybody's way. */
final class Lingering {
  private static final long NANOS = 20_000_000_000L; // longer than the contract waits

  private Lingering() {}

  static void start() {
    long end = System.nanoTime() + NANOS;
    var thread =
        new Thread(
            () -> {
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
            },
            "lingering");
    thread.setDaemon(true);
    thread.start();
  }
}
