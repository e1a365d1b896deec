package dev.impresario.core.internal.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** All sources are scanned and merged. */
@Name("dev.impresario.Discovery")
@Label("Discovery")
@Category("Impresario")
@StackTrace(false)
@Description("All sources were scanned and merged")
public final class DiscoveryEvent extends Event {
  private static final DiscoveryEvent PROBE = new DiscoveryEvent();

  @Label("Sources")
  @Description("How many sources were scanned")
  int sources;

  @Label("Agents")
  @Description("How many agents are on offer since")
  int agents;

  @Label("Findings")
  @Description("How many findings there are on files and sources")
  int findings;

  @Label("Outcome")
  @Description("What came of it, as a code")
  @Nullable String outcome;

  private DiscoveryEvent() {}

  static @Nullable DiscoveryEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    var event = new DiscoveryEvent();
    event.begin();
    return event;
  }
}
