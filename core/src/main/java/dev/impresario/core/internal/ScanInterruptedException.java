package dev.impresario.core.internal;

/** The engine was closed during a scan, so what the sources said meanwhile says nothing. */
final class ScanInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScanInterruptedException() {
    super("closed during a scan");
  }
}
