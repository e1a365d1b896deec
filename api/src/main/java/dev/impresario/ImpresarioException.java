package dev.impresario;

import org.jspecify.annotations.Nullable;

/** What every exception of this library extends. The message says what to do. */
public class ImpresarioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates one with a message for people. */
  public ImpresarioException(String message) {
    super(message);
  }

  /** Creates one with a message for people and what caused it. */
  public ImpresarioException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
