package dev.impresario.core.internal;

import dev.impresario.Budget;
import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.Monitor;
import dev.impresario.Plugin;
import dev.impresario.PromptCache;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The one door from the exported package into this one. */
public final class Wiring {

  private Wiring() {}

  /** Chooses the providers and makes the engine; what it made is closed again if that fails. */
  public static Engine engine(Blueprint blueprint) {
    var belongings = new Belongings();
    try {
      var choice = new ProviderChoice(blueprint, belongings);
      List<BoundSource> sources = choice.sources();
      Formats formats = choice.formats();
      CoalescingPromptCache prompts = choice.prompts();
      AgentRuntime runtime = choice.runtime();
      requirePrices(blueprint, runtime);
      Monitor monitor = choice.monitor(prompts);
      AgentSelector selector = choice.selector();
      return DaggerEngineComponent.factory()
          .create(
              sources,
              formats,
              prompts,
              runtime,
              monitor,
              selector,
              choice.diagnostics(),
              blueprint.dispatch(),
              blueprint.policies(),
              blueprint.budget(),
              blueprint.rules(),
              blueprint.watching(),
              indexing(blueprint, sources, formats, belongings),
              blueprint.classLoader(),
              belongings)
          .engine();
    } catch (RuntimeException | Error e) {
      closeAfter(e, belongings);
      throw e;
    }
  }

  private static Indexing indexing(
      Blueprint blueprint, List<BoundSource> sources, Formats formats, Belongings belongings) {
    Path file = blueprint.index();
    if (file == null) {
      return Indexing.off();
    }
    Indexing indexing =
        Indexing.of(
            file,
            sources,
            blueprint.rules(),
            () -> IndexStamp.of(formats, blueprint.formats()),
            Threads.daemons("impresario-index-", blueprint.classLoader()));
    belongings.add(indexing::close);
    return indexing;
  }

  private static void requirePrices(Blueprint blueprint, AgentRuntime runtime) {
    Budget engine = blueprint.budget();
    Budget perTask = blueprint.dispatch().taskBudget();
    if (engine.cost().isPresent() || perTask.cost().isPresent()) {
      ModelCalls.requirePrices(models(runtime), engine, perTask, blueprint.policies()::model);
    }
  }

  private static Set<String> models(AgentRuntime runtime) {
    try {
      return Set.copyOf(runtime.models());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw new ConfigurationException(
          "the runtime cannot name its models, so costs cannot be limited; this is a bug of %s"
              .formatted(runtime.getClass().getName()),
          e);
    }
  }

  /** Makes a prompt cache by itself, which its caller closes. */
  public static PromptCache promptCache(Blueprint blueprint) {
    return new ProviderChoice(blueprint, new Belongings()).newPromptCache();
  }

  /** Lists every provider there is, and what {@link #engine} would make of it. Makes nothing. */
  public static List<Plugin> plugins(Blueprint blueprint) {
    return new PluginList(blueprint).plugins();
  }

  private static void closeAfter(Throwable failure, Belongings belongings) {
    try {
      belongings.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
