package dev.impresario.cli;

import org.jspecify.annotations.Nullable;

/** The arguments make no sense. The message says which, what there is and what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Command command;

  UsageException(@Nullable Command command, String message) {
    super(message);
    this.command = command;
  }

  /** Returns the command whose usage is to be shown, or null for that of all. */
  @Nullable Command command() {
    return command;
  }
}
