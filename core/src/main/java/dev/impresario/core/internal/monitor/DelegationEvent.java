package dev.impresario.core.internal.monitor;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A task, from its submission to its result. */
@Name("dev.impresario.Delegation")
@Label("Delegation")
@Description("A task, from its submission to its result")
public final class DelegationEvent extends AgentEvent {
  private static final DelegationEvent PROBE = new DelegationEvent();

  @Label("Task")
  @Description("The task's id")
  @Nullable String task;

  @Label("Queued")
  @Description("How long it waited before it ran")
  @Timespan(Timespan.NANOSECONDS)
  long queued;

  private DelegationEvent() {}

  static @Nullable DelegationEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    var event = new DelegationEvent();
    event.begin();
    return event;
  }
}
