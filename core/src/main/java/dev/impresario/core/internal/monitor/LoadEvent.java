package dev.impresario.core.internal.monitor;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An agent is loaded whose prompt is not cached. */
@Name("dev.impresario.Load")
@Label("Agent Load")
@Description("An agent was loaded whose prompt was not cached")
public final class LoadEvent extends AgentEvent {
  private static final LoadEvent PROBE = new LoadEvent();

  private LoadEvent() {}

  static @Nullable LoadEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    var event = new LoadEvent();
    event.begin();
    return event;
  }
}
