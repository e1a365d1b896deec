package dev.impresario;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which agents to list: those that meet every condition. Immutable.
 *
 * <pre>{@code
 * registry.list(AgentQuery.all().withSpecialization("testing").withTool("Bash"))
 * }</pre>
 */
public final class AgentQuery {
  private static final AgentQuery ALL = new AgentQuery(metadata -> true);

  private final Predicate<AgentMetadata> condition;

  private AgentQuery(Predicate<AgentMetadata> condition) {
    this.condition = condition;
  }

  /** Returns the query that every agent meets. */
  public static AgentQuery all() {
    return ALL;
  }

  /** Asks also for this declared type. */
  public AgentQuery withType(String type) {
    Objects.requireNonNull(type, "type");
    return where(metadata -> type.equals(metadata.type()));
  }

  /** Asks also for this scope. */
  public AgentQuery withScope(Scope scope) {
    Objects.requireNonNull(scope, "scope");
    return where(metadata -> metadata.origin().scope() == scope);
  }

  /** Asks also for this declared specialization. */
  public AgentQuery withSpecialization(String specialization) {
    Objects.requireNonNull(specialization, "specialization");
    return where(metadata -> metadata.specializations().contains(specialization));
  }

  /** Asks also for some use of this tool being granted: by name, by pattern or by inheritance. */
  public AgentQuery withTool(String tool) {
    Objects.requireNonNull(tool, "tool");
    return where(metadata -> metadata.tools().reaches(tool));
  }

  /** Asks also for this declared model. */
  public AgentQuery withModel(String model) {
    Objects.requireNonNull(model, "model");
    return where(metadata -> model.equals(metadata.model()));
  }

  /** Asks also for this condition, which must neither block nor change anything. */
  public AgentQuery where(Predicate<? super AgentMetadata> further) {
    Objects.requireNonNull(further, "further");
    return new AgentQuery(condition.and(further));
  }

  /** Returns whether the agent meets every condition. */
  public boolean matches(AgentMetadata metadata) {
    return condition.test(metadata);
  }
}
