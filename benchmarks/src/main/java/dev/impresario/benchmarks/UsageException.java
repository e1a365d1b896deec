package dev.impresario.benchmarks;

/** The words of the command line make no sense; the message says which and what would. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
