package dev.impresario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows how a load goes, on a thread of its own: a slow terminal must not hold up the tasks. */
final class LiveLine {
  private static final long EVERY_MILLIS = 200;

  private final ProgressBar bar;
  private final Load load;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::show, "impresario-live-line");

  private LiveLine(Console console, Load load) {
    this.bar = new ProgressBar(console);
    this.load = load;
  }

  static LiveLine of(Console console, Load load) {
    var line = new LiveLine(console, load);
    line.thread.setDaemon(true);
    line.thread.start();
    return line;
  }

  private void show() {
    try {
      do {
        bar.show(load.share(), load.words());
      } while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
      bar.hide();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody looks any more
    } catch (OutputFailedException e) {
      closed.countDown(); // nobody can look any more; what was measured still goes to the output
    }
  }

  /** Takes the line away. */
  void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // who asked for an end need not see the line go
    }
  }
}
