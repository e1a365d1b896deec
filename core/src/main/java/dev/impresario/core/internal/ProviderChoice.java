package dev.impresario.core.internal;

import dev.impresario.Cache;
import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Monitor;
import dev.impresario.Plugin.Kind;
import dev.impresario.PromptCache;
import dev.impresario.Trust;
import dev.impresario.core.internal.Blueprint.Named;
import dev.impresario.core.internal.Blueprint.SourceChoice;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.match.Bm25Provider;
import dev.impresario.core.internal.monitor.LocalMonitorProvider;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a blueprint into the parts it names, and looks for providers only of kinds that are needed.
 * What it makes goes to the engine's belongings at once, so that nothing is left open if a later
 * part cannot be made.
 */
final class ProviderChoice {
  // at most: two bytes a character; key, entry and headers
  private static final long BYTES_PER_CHAR = 2;
  private static final long BYTES_PER_ENTRY = 300;

  private final Blueprint blueprint;
  private final Belongings belongings;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private @Nullable Providers<AgentSourceProvider> sourceProviders;

  ProviderChoice(Blueprint blueprint, Belongings belongings) {
    this.blueprint = blueprint;
    this.belongings = belongings;
  }

  /** Returns what was found out on the way; ask for it last. */
  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /** Returns the sources by precedence, and those of one rank in the order of their adding. */
  List<BoundSource> sources() {
    if (blueprint.sources().isEmpty()) {
      throw new ConfigurationException(
          "no source is named; add one, for example .source(\"filesystem\", Scope.PROJECT,"
              + " Map.of(\"directory\", \".claude/agents\"))");
    }
    var inOrder = new ArrayList<>(blueprint.sources());
    Rules rules = blueprint.rules();
    inOrder.sort((one, other) -> Integer.compare(rank(one), rank(other)));
    var bound = new ArrayList<BoundSource>();
    for (SourceChoice choice : inOrder) {
      AgentSource source = source(choice.choice());
      Trust trust = choice.trust() != null ? choice.trust() : rules.trust(choice.scope());
      bound.add(new BoundSource(source, name(source), choice.scope(), bound.size(), trust));
    }
    return List.copyOf(bound);
  }

  private int rank(SourceChoice choice) {
    return blueprint.rules().precedence().rank(choice.scope());
  }

  private static String name(AgentSource source) {
    String name = source.name();
    if (name == null || name.isBlank()) {
      throw new ConfigurationException(
          "a source of %s has no name; this is its bug".formatted(source.getClass()));
    }
    return name;
  }

  private AgentSource source(Object choice) {
    if (choice instanceof AgentSource given) {
      return given;
    }
    Providers<AgentSourceProvider> providers = sourceProviders;
    if (providers == null) {
      providers = found(Kind.SOURCE, AgentSourceProvider.class, List.of());
      diagnostics.addAll(providers.diagnostics());
      sourceProviders = providers;
    }
    Named named = (Named) choice;
    AgentSourceProvider provider = providers.named(named.id());
    Options options = providers.options(provider, named.options());
    AgentSource source = providers.made(provider, () -> provider.create(options));
    belongings.add(source::close);
    return source;
  }

  /** Returns all formats there are, those that the blueprint names turned on. */
  Formats formats() {
    if (blueprint.formats().isEmpty()) {
      throw new ConfigurationException(
          "no format is named; name one, for example .formats(\"claude\")");
    }
    Providers<AgentFormatProvider> providers =
        found(Kind.FORMAT, AgentFormatProvider.class, List.of());
    blueprint.formats().keySet().forEach(providers::named); // each must be there
    diagnostics.addAll(providers.diagnostics());
    var formats = new ArrayList<Format>();
    var highestFirst = new ArrayList<>(providers.all());
    highestFirst.sort((one, other) -> Integer.compare(other.priority(), one.priority()));
    for (AgentFormatProvider provider : highestFirst) {
      addFormat(providers, provider, formats);
    }
    return new Formats(formats);
  }

  private void addFormat(
      Providers<AgentFormatProvider> providers,
      AgentFormatProvider provider,
      List<Format> formats) {
    Map<String, String> set = blueprint.formats().get(provider.id());
    try {
      Options options = providers.options(provider, set == null ? Map.of() : set);
      AgentFormat format = providers.made(provider, () -> provider.create(options));
      formats.add(new Format(provider.id(), format, set != null));
    } catch (ConfigurationException e) {
      if (set != null) {
        throw e;
      }
      diagnostics.add(unused(e)); // nobody asked for it
    }
  }

  private static Diagnostic unused(ConfigurationException cause) {
    return Diagnostic.ofSource(
        Severity.WARNING,
        "provider-broken",
        "a format that is off cannot be made, so its files may be read by another: "
            + cause.getMessage(),
        "mend it or take it off the class path");
  }

  /** Returns the prompt cache: the one that was passed, else a new one. */
  CoalescingPromptCache prompts() {
    PromptCache shared = blueprint.prompts();
    if (shared == null) {
      CoalescingPromptCache own = newPromptCache();
      belongings.add(own::close);
      return own;
    }
    if (shared instanceof CoalescingPromptCache ours) {
      return ours;
    }
    throw new ConfigurationException(
        "a prompt cache of %s cannot be shared; make one with .buildPromptCache()"
            .formatted(shared.getClass()));
  }

  /** Makes a prompt cache over the cache that the blueprint asks for. */
  CoalescingPromptCache newPromptCache() {
    CacheSpec<PromptKey, String> spec =
        CacheSpec.weighing(
                "prompts",
                PromptKey.CODEC,
                Codec.TEXT,
                blueprint.promptCacheBytes(),
                (PromptKey key, String prompt) ->
                    BYTES_PER_ENTRY + BYTES_PER_CHAR * prompt.length())
            .withTimeToLive(blueprint.promptTimeToLive());
    return new CoalescingPromptCache(cache(spec), blueprint.promptCacheBytes());
  }

  private <K, V> Cache<K, V> cache(CacheSpec<K, V> spec) {
    if (blueprint.cache() instanceof CacheProvider given) {
      Options options = Providers.options("cache", given, Map.of(), blueprint.classLoader());
      return Providers.made("cache", given, () -> given.create(spec, options));
    }
    Providers<CacheProvider> providers = found(Kind.CACHE, CacheProvider.class, List.of());
    if (blueprint.cache() instanceof Named named) {
      CacheProvider provider = providers.named(named.id());
      diagnostics.addAll(providers.diagnostics());
      Options options = providers.options(provider, named.options());
      return providers.made(provider, () -> provider.create(spec, options));
    }
    CacheProvider provider = providers.preferred();
    Options options = providers.options(provider, Map.of());
    return providers.made(provider, () -> provider.create(spec, options));
  }

  /** Returns the runtime: the one that was passed or named, else the one that asks no model. */
  AgentRuntime runtime() {
    if (blueprint.runtime() instanceof AgentRuntime given) {
      return given;
    }
    if (!(blueprint.runtime() instanceof Named named)) {
      return new DryRun();
    }
    Providers<AgentRuntimeProvider> providers =
        found(Kind.RUNTIME, AgentRuntimeProvider.class, List.of(new DryRun()));
    AgentRuntimeProvider provider = providers.named(named.id());
    diagnostics.addAll(providers.diagnostics());
    Options options = providers.options(provider, named.options());
    AgentRuntime runtime = providers.made(provider, () -> provider.create(options));
    belongings.add(runtime::close);
    return runtime;
  }

  /** Returns the monitor: the one that was passed or named, else the one of highest priority. */
  Monitor monitor(CoalescingPromptCache prompts) {
    if (blueprint.monitor() instanceof Monitor given) {
      return given;
    }
    Providers<MonitorProvider> providers =
        found(Kind.MONITOR, MonitorProvider.class, List.of(new LocalMonitorProvider(prompts)));
    Named named = blueprint.monitor() instanceof Named it ? it : null;
    MonitorProvider provider = named == null ? providers.preferred() : providers.named(named.id());
    diagnostics.addAll(providers.diagnostics());
    Options options = providers.options(provider, named == null ? Map.of() : named.options());
    Monitor monitor = providers.made(provider, () -> provider.create(options));
    belongings.add(monitor::close);
    return monitor;
  }

  /** Returns the selector: the one that was passed or named, else the one of highest priority. */
  AgentSelector selector() {
    if (blueprint.selector() instanceof AgentSelector given) {
      return given;
    }
    Providers<AgentSelectorProvider> providers =
        found(Kind.SELECTOR, AgentSelectorProvider.class, List.of(new Bm25Provider()));
    Named named = blueprint.selector() instanceof Named it ? it : null;
    AgentSelectorProvider provider =
        named == null ? providers.preferred() : providers.named(named.id());
    diagnostics.addAll(providers.diagnostics());
    Options options = providers.options(provider, named == null ? Map.of() : named.options());
    AgentSelector selector = providers.made(provider, () -> provider.create(options));
    belongings.add(selector::close);
    return selector;
  }

  private <P extends Provider> Providers<P> found(Kind kind, Class<P> type, List<P> builtIn) {
    return Providers.installed(kind, type, builtIn, blueprint.classLoader());
  }
}
