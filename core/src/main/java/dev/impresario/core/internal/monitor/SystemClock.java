package dev.impresario.core.internal.monitor;

import java.util.function.LongSupplier;

/** The clock of the JVM. A class, since a method reference takes milliseconds to make at first. */
final class SystemClock implements LongSupplier {

  @Override
  public long getAsLong() {
    return System.nanoTime();
  }
}
