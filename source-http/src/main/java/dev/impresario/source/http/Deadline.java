package dev.impresario.source.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When something must have ended, by a ticker of nanoseconds. */
record Deadline(LongSupplier ticker, long end) {

  static Deadline after(Duration time, LongSupplier ticker) {
    return new Deadline(ticker, ticker.getAsLong() + time.toNanos());
  }

  /** Returns how many nanoseconds are left; zero or less if it is over. */
  long left() {
    return end - ticker.getAsLong();
  }

  boolean isOver() {
    return left() <= 0;
  }
}
