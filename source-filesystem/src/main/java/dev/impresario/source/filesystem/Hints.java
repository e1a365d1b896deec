package dev.impresario.source.filesystem;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hints of all engines that follow a directory. Safe for use by many threads. */
final class Hints implements Runnable {
  private final List<Hint> hints = new CopyOnWriteArrayList<>();

  /** One engine's; the same hint given twice is two. */
  private static final class Hint implements Runnable {
    private final Runnable told;

    Hint(Runnable told) {
      this.told = told;
    }

    @Override
    public void run() {
      try {
        told.run();
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e); // told, and not the end
      }
    }
  }

  /** Takes a hint, and returns what it is removed by, and run alone. */
  Runnable add(Runnable told) {
    var hint = new Hint(told);
    hints.add(hint);
    return hint;
  }

  void remove(Runnable hint) {
    hints.remove(hint);
  }

  boolean isEmpty() {
    return hints.isEmpty();
  }

  /** Runs each, whatever another one throws. */
  @Override
  public void run() {
    hints.forEach(Runnable::run);
  }
}
