package dev.impresario;

import org.jspecify.annotations.Nullable;

/** An agent is known, but its prompt cannot be had. The message names id, place and reason. */
public final class AgentLoadException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  private final String id;

  /**
   * Creates one.
   *
   * @param metadata what was to be loaded
   * @param reason why it could not be, in lower case and without a full stop
   * @param cause what caused it, or null
   */
  public AgentLoadException(AgentMetadata metadata, String reason, @Nullable Throwable cause) {
    super(
        "agent '%s' from %s cannot be loaded: %s"
            .formatted(
                SafeText.escape(metadata.id()), metadata.origin().place(), SafeText.escape(reason)),
        cause);
    this.id = metadata.id();
  }

  /** Returns the id of the agent. */
  public String id() {
    return id;
  }
}
