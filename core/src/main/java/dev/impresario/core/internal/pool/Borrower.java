package dev.impresario.core.internal.pool;

import dev.impresario.core.internal.slots.Slot;
import java.util.Collection;

/** A task that borrows an agent. */
public interface Borrower extends Slot {

  /**
   * Returns the tasks whose end this one's thread is waiting for right now. It goes on only when
   * all of them have ended. Safe for any thread; empty while it waits for none.
   */
  Collection<? extends Borrower> awaited();
}
