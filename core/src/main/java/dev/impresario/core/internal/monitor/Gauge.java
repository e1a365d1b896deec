package dev.impresario.core.internal.monitor;

import java.util.OptionalDouble;

/** Measures what a budget limits, piece by piece. Used by one thread at a time. */
interface Gauge {

  /**
   * Returns what was measured since the last value, in the unit of the budget's limit; nothing if
   * there is too little to judge by, which then counts towards the next.
   */
  OptionalDouble next();
}
