package dev.impresario.cli;

import java.time.Duration;

/**
 * How far a long run is, on a terminal's last line. Draws nothing where nobody looks, and seldom
 * enough to cost nothing. Used by one thread.
 */
final class ProgressBar {
  private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MAXIMUM_WIDTH = 30;
  private static final String ERASE = "\r\u001b[K";

  private final Console console;
  private final int columns;
  private boolean drawn;
  private long lastDrawn = System.nanoTime() - EVERY_NANOS;

  ProgressBar(Console console) {
    this.console = console;
    this.columns = console.progressColumns();
  }

  /**
   * Draws it, unless it was drawn just before.
   *
   * @param share how much of the work is done, from 0 to 1; less than 0 if nobody knows
   * @param words what else there is to say
   */
  void show(double share, String words) {
    long now = System.nanoTime();
    if (columns > 0 && (now - lastDrawn >= EVERY_NANOS || share >= 1)) {
      lastDrawn = now;
      drawn = true;
      console.progress(ERASE + line(share, words, columns - 1)); // the last column may wrap
    }
  }

  /** Takes it away, so that something else can be written. */
  void hide() {
    if (drawn) {
      console.progress(ERASE);
      drawn = false;
    }
  }

  static String line(double share, String words, int columns) {
    if (share < 0) {
      return Columns.fit(words, columns);
    }
    int width = Math.min(MAXIMUM_WIDTH, columns / 3);
    int done = (int) Math.round(Math.min(1, share) * width);
    String bar = "#".repeat(done) + ".".repeat(width - done);
    return Columns.fit("[%s] %s, %s".formatted(bar, Words.percent(share), words), columns);
  }
}
