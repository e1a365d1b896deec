package dev.impresario.core.internal.monitor;

import dev.impresario.SafeText;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What the events that concern one agent have in common. */
@Category("Impresario")
@StackTrace(false)
abstract class AgentEvent extends Event {

  @Label("Agent")
  @Description("The agent's id")
  @Nullable String agent;

  @Label("Version")
  @Description("The SHA-256 of the agent's file, if it is known")
  @Nullable String version;

  @Label("Outcome")
  @Description("What came of it, as a code")
  @Nullable String outcome;

  final void commit(String agentId, @Nullable String agentVersion, String code) {
    agent = SafeText.escape(agentId);
    version = agentVersion;
    outcome = code;
    commit();
  }
}
