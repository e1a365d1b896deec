package dev.impresario.cli;

import java.io.IOException;

/** Nobody can read what a command writes: the pipe is closed, or the disk is full. */
final class OutputFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputFailedException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Returns whether whoever read has seen enough, which is no news to anybody. */
  boolean isClosedPipe() {
    String message = String.valueOf(getMessage());
    return message.contains("Broken pipe") || message.contains("pipe is being closed");
  }
}
