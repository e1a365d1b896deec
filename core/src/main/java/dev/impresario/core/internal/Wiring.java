package dev.impresario.core.internal;

import dev.impresario.Engine;
import dev.impresario.PromptCache;

/** The one door from the exported package into this one. */
public final class Wiring {

  private Wiring() {}

  /** Chooses the providers and makes the engine; what it made is closed again if that fails. */
  public static Engine engine(Blueprint blueprint) {
    var belongings = new Belongings();
    try {
      var choice = new ProviderChoice(blueprint, belongings);
      return DaggerEngineComponent.factory()
          .create(
              choice.sources(),
              choice.formats(),
              choice.prompts(),
              choice.runtime(),
              choice.diagnostics(),
              blueprint.dispatch(),
              blueprint.policies(),
              blueprint.budget(),
              belongings)
          .engine();
    } catch (RuntimeException | Error e) {
      closeAfter(e, belongings);
      throw e;
    }
  }

  /** Makes a prompt cache by itself, which its caller closes. */
  public static PromptCache promptCache(Blueprint blueprint) {
    return new ProviderChoice(blueprint, new Belongings()).newPromptCache();
  }

  private static void closeAfter(Throwable failure, Belongings belongings) {
    try {
      belongings.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
