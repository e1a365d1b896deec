package dev.impresario.core.internal.live;

import java.io.IOException;

/** Its writer may still be at work on the content. A signal, so without a stack trace. */
public final class StillChangingException extends IOException {
  private static final long serialVersionUID = 1;

  StillChangingException() {
    super("the content changed a moment ago");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
