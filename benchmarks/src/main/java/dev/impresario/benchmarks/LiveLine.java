package dev.impresario.benchmarks;

import java.io.PrintStream;

/** Says on a terminal what is being measured, in a line that is gone when there is a result. */
final class LiveLine {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean shown;

  LiveLine(PrintStream out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  void measuring(String name, int done, int all) {
    if (shown) {
      int left = all - done - 1;
      String rest = left == 0 ? "the last" : left + " left after it";
      out.print("%smeasuring %s (%d of %d, %s)".formatted(CLEAR, name, done + 1, all, rest));
      out.flush();
    }
  }

  void clear() {
    if (shown) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
