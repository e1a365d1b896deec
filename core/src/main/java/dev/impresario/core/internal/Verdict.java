package dev.impresario.core.internal;

import dev.impresario.Plugin.State;

/** What becomes of a provider, and why. */
record Verdict(State state, String reason) {

  static Verdict chosen(String reason) {
    return new Verdict(State.CHOSEN, reason);
  }

  static Verdict notChosen(String reason) {
    return new Verdict(State.NOT_CHOSEN, reason);
  }

  static Verdict broken(String cause) {
    return new Verdict(State.BROKEN, cause);
  }
}
