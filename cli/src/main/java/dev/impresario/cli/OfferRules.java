package dev.impresario.cli;

import dev.impresario.Pins;
import dev.impresario.Precedence;
import dev.impresario.Scope;
import dev.impresario.Trust;
import dev.impresario.core.Impresario;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What decides which agents are on offer.
 *
 * @param precedence which of several agents of one id wins
 * @param guarded the scopes whose ids no scope of lower trust may replace
 * @param lock the lock file that names all agents there may be, or null if any may
 * @param index where to keep what files say, or null if they are always read
 */
record OfferRules(
    Precedence precedence, Set<Scope> guarded, @Nullable Path lock, @Nullable Path index) {
  static final OfferRules USUAL = new OfferRules(Precedence.PROJECT_FIRST, Set.of(), null, null);

  OfferRules {
    guarded = Set.copyOf(guarded);
  }

  /** Sets these rules; reads the lock file if there is one. */
  Impresario.Builder configure(Impresario.Builder builder) {
    builder.precedence(precedence);
    for (Scope scope : guarded) {
      builder.trust(scope, Trust.full().withProtectedIds());
    }
    if (index != null) {
      builder.index(index);
    }
    return lock == null ? builder : builder.pins(PinFile.read(lock), Pins.Mode.REFUSE);
  }
}
