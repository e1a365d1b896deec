package dev.impresario;

import org.jspecify.annotations.Nullable;

/** An engine cannot be built as asked: a provider is missing, ambiguous, or refuses an option. */
public final class ConfigurationException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  /** Creates one with a message that says what was asked, what there is and what to do. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** Creates one with such a message and what caused it. */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
