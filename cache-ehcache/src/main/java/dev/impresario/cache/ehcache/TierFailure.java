package dev.impresario.cache.ehcache;

import java.io.EOFException;
import java.util.regex.Pattern;

/**
 * A tier does not do what it should: the disk is full, a file is damaged. Never leaves the cache.
 */
final class TierFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The words of Ehcache and of operating systems; a system may use other ones. */
  private static final Pattern FULL =
      Pattern.compile(
          "(?i)no space left|not enough space|quota exceeded|file too large|allocation failed|no room for anything");

  /** The words of the JDK where memory is short that is not the heap's. */
  private static final Pattern BESIDE_THE_HEAP =
      Pattern.compile("(?i)direct buffer memory|map failed");

  TierFailure(String message) {
    super(message);
  }

  TierFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the failure of a tier at which Ehcache has thrown this.
   *
   * @throws StackOverflowError if it is the caller's stack that has ended, though Ehcache may tell
   *     it in other words
   * @throws OutOfMemoryError likewise, if it is the heap
   */
  static TierFailure of(String message, Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError error && isOfCaller(error)) {
        throw error;
      }
    }
    return new TierFailure(message, why);
  }

  private static boolean isOfCaller(VirtualMachineError error) {
    return error instanceof StackOverflowError
        || (error instanceof OutOfMemoryError
            && !BESIDE_THE_HEAP.matcher("" + error.getMessage()).find());
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

  /** Returns whether a class is wanting, so that no other amount of anything would help. */
  boolean isOfClasses() {
    for (Throwable cause = this; cause != null; cause = cause.getCause()) {
      if (cause instanceof LinkageError) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether it looks as if the disk were full. */
  static boolean isOfSpace(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // a page that is mapped, or a part of a file that should be written, but is not there
      if (cause instanceof InternalError
          || cause instanceof EOFException
          || FULL.matcher("" + cause.getMessage()).find()) {
        return true;
      }
    }
    return false;
  }
}
