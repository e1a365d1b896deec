package dev.impresario.core.internal;

/** The thread was interrupted while it ran a source; its interrupt is kept. */
final class ScanInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScanInterruptedException(Throwable cause) {
    super(cause);
  }
}
