package dev.impresario.core.internal.calls;

/** Hears of each attempt at a model call. Called by the thread that made it; must not block. */
@FunctionalInterface
public interface CallObserver {

  /**
   * Takes note of an attempt.
   *
   * @param success whether it returned rather than threw
   */
  void attempted(String model, long nanos, boolean success);
}
