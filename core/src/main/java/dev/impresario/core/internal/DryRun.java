package dev.impresario.core.internal;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Reply;
import dev.impresario.SafeText;
import dev.impresario.Task;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;

/** The runtime that asks no model, and shows what one would have been sent. */
final class DryRun implements AgentRuntimeProvider, AgentRuntime {
  static final String ID = "dry-run";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int priority() {
    return FALLBACK;
  }

  @Override
  public AgentRuntime create(Options options) {
    return this;
  }

  @Override
  public Agent start(AgentDefinition definition) {
    return (task, context) -> Reply.of(describe(definition, task));
  }

  private static String describe(AgentDefinition definition, Task task) {
    AgentMetadata metadata = definition.metadata();
    String model = metadata.model() == null ? "the default model" : metadata.model();
    return """
        dry-run: no model is configured, so nothing was sent. Agent '%s' would send this to %s:
        --- system
        %s
        --- user
        %s"""
        .formatted(
            SafeText.escape(metadata.id()),
            SafeText.escape(model),
            definition.prompt(),
            task.input());
  }
}
