package dev.impresario.core.internal.slots;

/**
 * Something to wait for on the calling thread, which an interrupt ends.
 *
 * @param <T> what it brings
 */
@FunctionalInterface
public interface Wait<T> {

  /** Waits. */
  T await() throws InterruptedException;
}
