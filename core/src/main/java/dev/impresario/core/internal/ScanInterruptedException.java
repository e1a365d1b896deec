package dev.impresario.core.internal;

import java.nio.channels.ClosedByInterruptException;

/** The thread was interrupted while it read a file; its interrupt is kept. */
final class ScanInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScanInterruptedException(ClosedByInterruptException cause) {
    super(cause);
  }
}
