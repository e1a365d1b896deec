package dev.impresario.core.internal;

import java.io.IOException;

/** The bytes read are not those that the metadata came from. A signal, so without a stack trace. */
final class ChangedSinceScanException extends IOException {
  private static final long serialVersionUID = 1;

  ChangedSinceScanException() {
    super("the file has changed since it was scanned");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
