package dev.impresario.spi;

import dev.impresario.ImpresarioException;

/** A resource has more bytes than it may have. */
public final class AgentTooLargeException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  /**
   * Creates one.
   *
   * @param size how many bytes there are, or at least are known to be
   * @param limit how many there may be
   */
  public AgentTooLargeException(long size, int limit) {
    super("it has %d bytes or more; at most %d are read".formatted(size, limit));
  }
}
