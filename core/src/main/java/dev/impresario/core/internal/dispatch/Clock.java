package dev.impresario.core.internal.dispatch;

/** Time, and what happens when it comes. Safe for use by many threads. */
public interface Clock extends AutoCloseable {

  /** Returns nanoseconds from some moment on. */
  long nanos();

  /**
   * Does something after a time, once, on a thread that others share: it must be quick, and never
   * call foreign code.
   *
   * @return withdraws it
   */
  Runnable schedule(Runnable action, long afterNanos);

  /** Returns whether the calling thread is the one on which scheduled things are done. */
  boolean isOwnThread();

  /** Forgets what is still to come. */
  @Override
  void close();
}
