package dev.impresario.core.internal.calls;

import dev.impresario.core.internal.slots.Slot;
import java.time.Duration;

/** A task that calls models. */
public interface Caller extends Slot {

  /** Returns the id of its agent. */
  String agent();

  /** Returns the account that its calls are charged to. */
  Meter meter();

  /** Returns how many parts it has emitted so far. */
  long emitted();

  /** Returns how much time it has left. */
  Duration remaining();
}
