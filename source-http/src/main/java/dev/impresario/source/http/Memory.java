package dev.impresario.source.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may still be taken into memory. Safe for use by many threads. */
final class Memory {
  private final AtomicLong left;

  Memory(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** Takes so many bytes, or none and throws. */
  void take(int bytes) throws FetchFailure {
    if (left.addAndGet(-bytes) < 0) {
      left.addAndGet(bytes);
      throw exceeded();
    }
  }

  /** Returns why a file is refused for which there is no room. */
  static FetchFailure exceeded() {
    return FetchFailure.answer("all files together have more bytes than 'max-total-bytes' allows");
  }

  /** Gives back what was taken. */
  void give(int bytes) {
    left.addAndGet(bytes);
  }
}
