package dev.impresario.core.internal.monitor;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A task waits for an agent of its pool. */
@Name("dev.impresario.PoolWait")
@Label("Pool Wait")
@Description("A task waited for an agent of its pool")
public final class PoolWaitEvent extends AgentEvent {
  private static final PoolWaitEvent PROBE = new PoolWaitEvent();

  private PoolWaitEvent() {}

  static @Nullable PoolWaitEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    var event = new PoolWaitEvent();
    event.begin();
    return event;
  }
}
