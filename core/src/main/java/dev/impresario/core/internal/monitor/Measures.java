package dev.impresario.core.internal.monitor;

import dev.impresario.Monitor.Operation;

/** Where the engine's own work is measured: what it uses of a monitor. Throws nothing. */
@FunctionalInterface
public interface Measures {

  /** Returns the operation of this name and these tags. */
  Operation operation(String name, String... tags);
}
