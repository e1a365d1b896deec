package dev.impresario.systemtests;

import dev.impresario.Reply;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

// tag::provider[]
/** Offers agents that say what they were told, behind a greeting. */
public final class EchoRuntimeProvider implements AgentRuntimeProvider {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("greeting", OptionSpec.Type.TEXT, "what every reply begins with"),
          OptionSpec.of("times", OptionSpec.Type.INTEGER, "how often it is said, 1 to 10")
              .withDefault("1"));

  @Override
  public String id() {
    return "echo"; // what users call it: .runtime("echo", Map.of("greeting", "Hello"))
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public AgentRuntime create(Options options) { // names and types have been checked
    String greeting = options.text("greeting"); // without a default, so it is needed
    int times = options.integer("times", 1, 10);
    // for each start one agent, which is lent to one task at a time
    return definition ->
        (task, context) -> Reply.of(greeting + (", " + task.input()).repeat(times));
  }
}
// end::provider[]
