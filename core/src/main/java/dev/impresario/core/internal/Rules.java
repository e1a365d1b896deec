package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Pins;
import dev.impresario.Precedence;
import dev.impresario.Scope;
import dev.impresario.Trust;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides which definitions are on offer.
 *
 * @param trust of the scopes for which something is said
 * @param pins the versions that are known to be good, or null if none are pinned
 * @param mode what is done about others
 */
public record Rules(
    Precedence precedence, Map<Scope, Trust> trust, @Nullable Pins pins, Pins.Mode mode) {

  /** Copies what the builder may go on changing. */
  public Rules {
    trust = Map.copyOf(trust);
  }

  /** Returns whether this definition is kept off the offer for its version. */
  boolean refusesVersionOf(AgentMetadata metadata) {
    return pins != null && mode == Pins.Mode.REFUSE && !pins.matches(metadata);
  }

  Trust trust(Scope scope) {
    return trust.getOrDefault(scope, Trust.full());
  }
}
