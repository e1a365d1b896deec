package dev.impresario.core.internal.monitor;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** The prompt cache reads a prompt that it does not hold. */
@Name("dev.impresario.CacheLoad")
@Label("Prompt Cache Load")
@Description("The prompt cache read a prompt that it did not hold")
public final class CacheLoadEvent extends AgentEvent {
  private static final CacheLoadEvent PROBE = new CacheLoadEvent();

  private CacheLoadEvent() {}

  static @Nullable CacheLoadEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    var event = new CacheLoadEvent();
    event.begin();
    return event;
  }
}
