package dev.impresario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets what runs end well when the user interrupts the program, and the program end at once when
 * the user does so again. Close it when what has ended is told of. Used by one thread.
 */
final class CtrlC implements AutoCloseable {
  /** What a shell reports for a program that Ctrl-C has ended: 128 and the signal's 2. */
  static final int STATUS = 130;

  private static final long PATIENCE_MILLIS = 3_000;
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Runnable cancel;
  private final long patienceMillis;
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "impresario-interrupt");
  private volatile boolean pressed;

  private CtrlC(Runnable cancel, long patienceMillis) {
    this.cancel = cancel;
    this.patienceMillis = patienceMillis;
  }

  /**
   * From now on, an interrupt cancels.
   *
   * @param cancel called on another thread
   */
  static CtrlC then(Runnable cancel) {
    return then(cancel, PATIENCE_MILLIS);
  }

  static CtrlC then(Runnable cancel, long patienceMillis) {
    var interrupt = new CtrlC(cancel, patienceMillis);
    try {
      Runtime.getRuntime().addShutdownHook(interrupt.hook);
    } catch (IllegalStateException e) { // it was quicker than we
      interrupt.pressed = true;
      cancel.run();
    }
    return interrupt;
  }

  /** Returns whether the user has interrupted. */
  boolean pressed() {
    return pressed;
  }

  /** Lets the program end, if it is about to. */
  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // it is at work, and has just been told to end
      pressed = true;
    }
  }

  /** Once this returns, the virtual machine ends with the signal's status. */
  private void end() {
    pressed = true;
    cancel.run();
    try {
      for (long left = patienceMillis;
          left > 0 && !told.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
          left -= LOOK_EVERY_MILLIS) {
        if (pressedTwice()) {
          Runtime.getRuntime().halt(STATUS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The virtual machine starts a thread for each signal, and lets the second wait for the first. If
   * it were to do otherwise one day, we would end after our patience.
   */
  private static boolean pressedTwice() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    var threads = new Thread[all.activeCount() * 2 + 10];
    int count = all.enumerate(threads);
    int handlers = 0;
    for (int i = 0; i < count; i++) {
      handlers += threads[i].getName().equals("SIGINT handler") ? 1 : 0;
    }
    return handlers > 1;
  }
}
