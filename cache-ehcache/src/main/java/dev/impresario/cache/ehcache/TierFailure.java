package dev.impresario.cache.ehcache;

/**
 * A tier does not do what it should: the disk is full, a file is damaged. Never leaves the cache.
 */
final class TierFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  TierFailure(String message) {
    super(message);
  }

  TierFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns whether it is memory that is wanting, rather than a disk. */
  boolean isOfMemory() {
    for (Throwable cause = this; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError
          || String.valueOf(cause.getMessage()).contains("MaxDirectMemorySize")) {
        return true;
      }
    }
    return false;
  }
}
