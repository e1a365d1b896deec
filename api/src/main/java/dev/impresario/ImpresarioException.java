package dev.impresario;

import org.jspecify.annotations.Nullable;

/**
 * What every exception of this library extends, and those of plugins that people should read: its
 * message becomes part of a task's failure. It says what to do, and never holds a prompt, an input
 * or a key.
 */
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
