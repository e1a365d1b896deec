package dev.impresario.benchmarks;

import java.io.IOException;

/** Ends a process whose parent has gone, however it went. */
final class Orphan {
  private Orphan() {}

  /** Ends this process when its input ends, which the parent holds open and writes nothing to. */
  static void endThisProcess() {
    var thread = new Thread(Orphan::waitForTheEnd, "end-of-parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitForTheEnd() {
    try {
      while (System.in.read() >= 0) {
        // nobody writes
      }
    } catch (IOException e) {
      // as good as its end
    }
    System.exit(1); // which removes what it has made
  }
}
