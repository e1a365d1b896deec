package dev.impresario.core.internal;

import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.Engine;
import dev.impresario.ModelPolicy;
import dev.impresario.Monitor;
import dev.impresario.Pins;
import dev.impresario.Precedence;
import dev.impresario.Registry;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.dispatch.Settings;
import dev.impresario.core.internal.match.Bm25Provider;
import dev.impresario.core.internal.monitor.LocalMonitor;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine of the real parts over fakes where plugins would be. */
final class EngineFixture implements AutoCloseable {
  final LineFormat format = new LineFormat();
  final MapCache<PromptKey, String> cache = new MapCache<>();
  final CoalescingPromptCache prompts;

  private final List<BoundSource> sources = new ArrayList<>();
  private final Belongings belongings = new Belongings();
  private AgentRuntime runtime = new DryRun();
  private Settings settings = defaults();
  private Policies policies =
      new Policies(AgentPolicy.defaults(), Map.of(), ModelPolicy.defaults(), Map.of());
  private Budget budget = Budget.unlimited();
  private @Nullable Monitor monitor;
  private AgentSelector selector =
      new Bm25Provider().create(Options.of(new Bm25Provider(), Map.of()));
  private @Nullable Engine engine;

  EngineFixture() {
    prompts = new CoalescingPromptCache(cache, 1_000);
  }

  private Rules rules = new Rules(Precedence.PROJECT_FIRST, Map.of(), null, Pins.Mode.WARN);
  private Watching watching = new Watching(false, Duration.ofSeconds(5), Duration.ofMillis(100));

  EngineFixture(CoalescingPromptCache shared) {
    prompts = shared;
  }

  /** Adds sources in the order of their precedence. */
  EngineFixture source(Scope scope, AgentSource source) {
    return source(scope, source, Trust.full());
  }

  EngineFixture source(Scope scope, AgentSource source, Trust trust) {
    sources.add(new BoundSource(source, source.name(), scope, sources.size(), trust));
    belongings.add(source::close);
    return this;
  }

  EngineFixture runtime(AgentRuntime other) {
    runtime = other;
    return this;
  }

  EngineFixture monitor(Monitor other) {
    monitor = other;
    return this;
  }

  EngineFixture settings(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
    return this;
  }

  EngineFixture policies(Policies other) {
    policies = other;
    return this;
  }

  EngineFixture budget(Budget other) {
    budget = other;
    return this;
  }

  EngineFixture selector(AgentSelector other) {
    selector = other;
    return this;
  }

  EngineFixture rules(Rules other) {
    rules = other;
    return this;
  }

  /** Lets the registry follow its sources; otherwise it does not. */
  EngineFixture watching(Duration interval, Duration quiet) {
    watching = new Watching(true, interval, quiet);
    return this;
  }

  private static Settings defaults() {
    return new Settings(
        10,
        10_000,
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        3,
        10,
        1,
        Budget.unlimited(),
        ToolGrant.inherit(),
        List.of(),
        null,
        null);
  }

  Engine engine() {
    Engine made = engine;
    if (made == null) {
      var formats = new Formats(List.of(new Format("line", format, true)));
      made =
          DaggerEngineComponent.factory()
              .create(
                  sources,
                  formats,
                  prompts,
                  runtime,
                  monitor(),
                  selector,
                  List.of(),
                  settings,
                  policies,
                  budget,
                  rules,
                  watching,
                  indexing(formats),
                  EngineFixture.class.getClassLoader(),
                  belongings)
              .engine();
      engine = made;
    }
    return made;
  }

  /** Keeps an index in this file, by formats with these options. */
  EngineFixture index(Path file, String options) {
    index = file;
    formatOptions = options;
    return this;
  }

  private Indexing indexing(Formats formats) {
    if (index == null) {
      return Indexing.off();
    }
    var options = Map.of("line", Map.of("all", formatOptions));
    Indexing indexing =
        Indexing.of(index, sources, rules, () -> IndexStamp.of(formats, options), Thread::new);
    belongings.add(indexing::close);
    return indexing;
  }

  private Monitor monitor() {
    Monitor made = monitor != null ? monitor : new LocalMonitor(prompts);
    belongings.add(made::close);
    return made;
  }

  private @Nullable Path index;
  private String formatOptions = "";
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger();

  /** Does an agent's work, and counts how many work at once. */
  <T> T counted(Callable<T> work) throws Exception {
    int now = working.incrementAndGet();
    highest.accumulateAndGet(now, Math::max);
    try {
      return work.call();
    } finally {
      working.decrementAndGet();
    }
  }

  /** Returns how many threads are abandoned now, as health tells it. */
  int abandoned() {
    return engine().health().parts().stream()
        .filter(part -> part.name().equals("abandoned threads"))
        .mapToInt(part -> Integer.parseInt(part.reason().split(" ", 2)[0]))
        .sum();
  }

  int highestWorking() {
    return highest.get();
  }

  Registry registry() {
    return engine().registry();
  }

  @Override
  public void close() {
    engine().close();
  }
}
