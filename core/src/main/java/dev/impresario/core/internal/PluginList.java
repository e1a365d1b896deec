package dev.impresario.core.internal;

import dev.impresario.Plugin;
import dev.impresario.Plugin.Kind;
import dev.impresario.SafeText;
import dev.impresario.core.internal.Blueprint.Named;
import dev.impresario.core.internal.Blueprint.SourceChoice;
import dev.impresario.core.internal.match.Bm25Provider;
import dev.impresario.core.internal.monitor.LocalMonitorProvider;
import dev.impresario.core.internal.monitor.LookUps;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says of every provider what {@link ProviderChoice} would make of it. Makes nothing itself. */
final class PluginList {
  private final Blueprint blueprint;
  private final List<Plugin> plugins = new ArrayList<>();

  PluginList(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  List<Plugin> plugins() {
    addSources();
    addFormats();
    addCaches();
    addRuntimes();
    addMonitors();
    addSelectors();
    return List.copyOf(plugins);
  }

  private void addSources() {
    Set<String> ids = new HashSet<>();
    for (SourceChoice source : blueprint.sources()) {
      if (source.choice() instanceof Named named) {
        ids.add(named.id());
      }
    }
    var sources = found(Kind.SOURCE, AgentSourceProvider.class, List.of());
    addAll(Kind.SOURCE, sources, one -> sources.whereNamed(ids, one));
  }

  private void addFormats() {
    Set<String> ids = blueprint.formats().keySet();
    var formats = found(Kind.FORMAT, AgentFormatProvider.class, List.of());
    addAll(Kind.FORMAT, formats, one -> formats.whereNamed(ids, one));
  }

  private void addCaches() {
    var caches = found(Kind.CACHE, CacheProvider.class, List.of());
    boolean shared = blueprint.prompts() != null;
    addAll(
        Kind.CACHE,
        caches,
        one ->
            shared
                ? caches.whereGiven("a shared prompt cache", one)
                : ofOne(Kind.CACHE, caches, blueprint.cache(), one));
  }

  private void addRuntimes() {
    var runtimes = found(Kind.RUNTIME, AgentRuntimeProvider.class, List.of(new DryRun()));
    addAll(
        Kind.RUNTIME,
        runtimes,
        one ->
            blueprint.runtime() == null
                ? runtimes.whereDefault(DryRun.ID, one)
                : ofOne(Kind.RUNTIME, runtimes, blueprint.runtime(), one));
  }

  private void addMonitors() {
    List<MonitorProvider> ours = List.of(new LocalMonitorProvider(LookUps.NONE));
    var monitors = found(Kind.MONITOR, MonitorProvider.class, ours);
    addAll(Kind.MONITOR, monitors, one -> ofOne(Kind.MONITOR, monitors, blueprint.monitor(), one));
  }

  private void addSelectors() {
    var selectors = found(Kind.SELECTOR, AgentSelectorProvider.class, List.of(new Bm25Provider()));
    addAll(
        Kind.SELECTOR,
        selectors,
        one -> ofOne(Kind.SELECTOR, selectors, blueprint.selector(), one));
  }

  /** Says what becomes of one of a kind of which an engine has one. */
  private static <P extends Provider> Verdict ofOne(
      Kind kind, Providers<P> providers, @Nullable Object choice, Found<P> one) {
    if (choice instanceof Named named) {
      return providers.whereNamed(named.id(), one);
    }
    return choice == null
        ? providers.wherePreferred(one)
        : providers.whereGiven("a " + kind.word(), one);
  }

  private <P extends Provider> Providers<P> found(Kind kind, Class<P> type, List<P> builtIn) {
    return Providers.installed(kind, type, builtIn, blueprint.classLoader());
  }

  private <P extends Provider> void addAll(
      Kind kind, Providers<P> providers, Function<Found<P>, Verdict> verdict) {
    providers.found().stream()
        .map(one -> plugin(kind, one, verdict.apply(one)))
        .sorted(Comparator.comparing(Plugin::id, Comparator.nullsLast(Comparator.naturalOrder())))
        .forEach(plugins::add);
  }

  private static Plugin plugin(Kind kind, Found<?> one, Verdict verdict) {
    Whence whence = Whence.of(one);
    Class<?> type = one.type();
    return new Plugin(
        kind,
        one.id(),
        type == null ? null : SafeText.escape(type.getName()),
        one.priority(),
        whence.version(),
        whence.place(),
        one.options().stream().map(PluginList::option).toList(),
        verdict.state(),
        verdict.reason());
  }

  private static Plugin.Option option(OptionSpec spec) {
    String value = spec.defaultValue();
    return new Plugin.Option(
        SafeText.escape(spec.name()),
        spec.type().words(),
        value == null ? null : SafeText.escape(value),
        SafeText.escape(spec.description()));
  }
}
