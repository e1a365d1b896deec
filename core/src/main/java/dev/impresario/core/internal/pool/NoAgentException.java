package dev.impresario.core.internal.pool;

import dev.impresario.TaskResult.Code;
import org.jspecify.annotations.Nullable;

/** No agent can be lent; the message is for the task's failure. */
public final class NoAgentException extends Exception {
  private static final long serialVersionUID = 1;

  private final Code code;

  /** Creates one with the code of the failure to come. */
  public NoAgentException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.code = code;
  }

  /** Returns the code of the failure to come. */
  public Code code() {
    return code;
  }
}
