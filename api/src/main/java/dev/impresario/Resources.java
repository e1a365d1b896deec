package dev.impresario;

import java.util.List;

/**
 * Several resources that were opened together and are closed together. Used by one thread.
 *
 * @param <R> what they are
 */
public interface Resources<R extends AutoCloseable> extends AutoCloseable {

  /** Returns them in the order of their openers. */
  List<R> all();

  /**
   * Closes all of them, in parallel, whatever fails. A second call does nothing.
   *
   * @throws ImpresarioException if one could not be closed; its cause is the first failure, and the
   *     others are suppressed
   */
  @Override
  void close();
}
