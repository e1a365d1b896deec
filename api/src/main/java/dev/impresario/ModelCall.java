package dev.impresario;

/**
 * One call of a language model, as {@link TaskContext#call} makes it: maybe several times.
 *
 * @param <T> what the model answers
 */
@FunctionalInterface
public interface ModelCall<T> {

  /**
   * Calls the model once.
   *
   * @throws ModelCallException if it fails in a way that the engine should know about: whether it
   *     may pass, and when
   * @throws Exception if it fails otherwise, which is never repeated
   */
  T attempt(Attempt attempt) throws Exception;

  /** One attempt at a call. Used by the thread that makes it. */
  interface Attempt {

    /** Returns which attempt this is, from 1. */
    int number();

    /**
     * Reports what the model counted, in place of what was estimated. Counts add up; say what is
     * known even of an attempt that fails.
     */
    void used(Usage usage);
  }
}
