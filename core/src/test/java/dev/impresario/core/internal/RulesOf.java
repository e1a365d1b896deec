package dev.impresario.core.internal;

import dev.impresario.Pins;
import dev.impresario.Precedence;
import java.util.Map;

/** Rules of which one differs from the default. */
final class RulesOf {

  private RulesOf() {}

  static Rules precedence(Precedence precedence) {
    return new Rules(precedence, Map.of(), null, Pins.Mode.WARN);
  }

  static Rules pins(Pins.Mode mode, Map<String, String> versions) {
    return new Rules(Precedence.PROJECT_FIRST, Map.of(), new Pins(versions), mode);
  }
}
