package dev.impresario.core;

import dev.impresario.AgentPolicy;
import dev.impresario.Budget;
import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.Interceptor;
import dev.impresario.ModelPolicy;
import dev.impresario.Monitor;
import dev.impresario.Pins;
import dev.impresario.Plugin;
import dev.impresario.Precedence;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.core.internal.Blueprint;
import dev.impresario.core.internal.Blueprint.SourceChoice;
import dev.impresario.core.internal.Policies;
import dev.impresario.core.internal.Rules;
import dev.impresario.core.internal.Watching;
import dev.impresario.core.internal.Wiring;
import dev.impresario.core.internal.dispatch.Settings;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.CacheProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The way in: {@code Impresario.builder()...build()}. */
public final class Impresario {

  private Impresario() {}

  /** Starts from the defaults: no source, Claude and Copilot files, a cache of 64 MiB, dry-run. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Says what an engine is made of. Not safe for use by many threads.
   *
   * <p>What is named by id is found by {@link java.util.ServiceLoader}, made by the engine and
   * closed by it. What is passed as an object stays the caller's to close.
   */
  public static final class Builder {
    private static final long DEFAULT_PROMPT_CACHE_BYTES = 64L << 20;

    private final List<SourceChoice> sources = new ArrayList<>();
    private final Map<String, Map<String, String>> formats = new HashMap<>();
    private @Nullable Object cache;
    private @Nullable Object runtime;
    private @Nullable Object monitor;
    private @Nullable Object selector;
    private @Nullable PromptCache prompts;
    private @Nullable Long promptCacheBytes;
    private @Nullable Duration promptTimeToLive;
    private @Nullable ClassLoader classLoader;
    private final Map<String, AgentPolicy> agentPolicies = new HashMap<>();
    private final Map<String, ModelPolicy> modelPolicies = new HashMap<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private AgentPolicy agents = AgentPolicy.defaults();
    private ModelPolicy models = ModelPolicy.defaults();
    private Budget budget = Budget.unlimited();
    private Budget taskBudget = Budget.unlimited();
    private ToolGrant tools = ToolGrant.inherit();
    private final Map<Scope, Trust> trust = new EnumMap<>(Scope.class);
    private Precedence precedence = Precedence.PROJECT_FIRST;
    private @Nullable Pins pins;
    private Pins.Mode pinMode = Pins.Mode.WARN;
    private @Nullable Path index;
    private boolean watch = true;
    private Duration scanInterval = Duration.ofSeconds(5);
    private Duration quietPeriod = Duration.ofMillis(100);
    private int concurrency = 10;
    private int queueCapacity = 10_000;
    private int maximumDepth = 3;
    private int maximumAbandoned = 10;
    private int taskAttempts = 1;
    private Duration ageing = Duration.ofSeconds(10);
    private Duration taskTimeout = Duration.ofMinutes(10);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private @Nullable Supplier<UnaryOperator<Runnable>> context;
    private @Nullable Executor executor;

    private Builder() {
      formats("claude", "copilot");
    }

    /**
     * Adds a source by the id of its provider. Where several sources offer an agent, {@link
     * #precedence} says which one wins.
     */
    public Builder source(String providerId, Scope scope, Map<String, String> options) {
      sources.add(new SourceChoice(scope, named(providerId, options), null));
      return this;
    }

    /** Adds a source by the id of its provider, trusted so far, whatever holds for its scope. */
    public Builder source(
        String providerId, Scope scope, Map<String, String> options, Trust trust) {
      sources.add(new SourceChoice(scope, named(providerId, options), required(trust)));
      return this;
    }

    /** Adds a source that the caller made; precedence as for one that is named. */
    public Builder source(Scope scope, AgentSource source) {
      sources.add(new SourceChoice(scope, source, null));
      return this;
    }

    /** Adds a source that the caller made, trusted so far, whatever holds for its scope. */
    public Builder source(Scope scope, AgentSource source, Trust trust) {
      sources.add(new SourceChoice(scope, source, required(trust)));
      return this;
    }

    /** Sets which of several definitions of one id wins. Otherwise {@code project-first}. */
    public Builder precedence(Precedence order) {
      precedence = Objects.requireNonNull(order, "order");
      return this;
    }

    /** Sets how far the sources of a scope are trusted. Otherwise fully. */
    public Builder trust(Scope scope, Trust most) {
      trust.put(Objects.requireNonNull(scope, "scope"), required(most));
      return this;
    }

    /**
     * Compares every agent with the version that it is pinned to. Otherwise any version is as good.
     */
    public Builder pins(Pins known, Pins.Mode otherwise) {
      pins = Objects.requireNonNull(known, "known");
      pinMode = Objects.requireNonNull(otherwise, "otherwise");
      return this;
    }

    /**
     * Lets the registry follow its sources by itself, from its first use on, or not: then it
     * changes by {@link dev.impresario.Registry#refresh} only, and where a load meets a changed
     * file. Otherwise it does.
     */
    public Builder watch(boolean on) {
      watch = on;
      return this;
    }

    /**
     * Scans the sources at least so often while it watches. Otherwise every 5 seconds. Most changes
     * are seen at once; this is for those of which no source can tell.
     */
    public Builder scanInterval(Duration interval) {
      scanInterval = positive(interval, "the interval of scans");
      return this;
    }

    /**
     * Takes a change for complete when nothing has happened for so long, or after a second at most.
     * Otherwise 100 milliseconds.
     */
    public Builder quietPeriod(Duration period) {
      quietPeriod = positive(period, "the quiet period");
      return this;
    }

    /**
     * Keeps what the files say, but for their prompts, in this file, so that a later engine of the
     * same sources and formats reads only what has changed since. Otherwise each engine reads every
     * file once.
     *
     * <p>The file is made if there is none, in a directory that must be there; it is a copy that
     * may be removed at any time. It and the directories above it must be this user's or the
     * system's, and nobody else may write to them, since the index says what tools an agent has;
     * one that others can write is ignored. It is ignored and written anew, too, if it is damaged
     * or another version of this library wrote it. Anything else that is there, a link and a
     * directory included, is left as it is. {@link dev.impresario.Registry#diagnostics} says so. It
     * is used by sources whose revisions outlive a process, such as directories, unless their ids
     * are protected; and not at all if {@linkplain #pins pins} are enforced. Many processes may
     * share one, if they have the same sources and formats.
     *
     * <p>It is written after the first scan and at the close, if there is something new.
     */
    public Builder index(Path file) {
      index = Objects.requireNonNull(file, "file");
      return this;
    }

    /** Reads these formats, with their default options, instead of {@code claude, copilot}. */
    public Builder formats(String... ids) {
      formats.clear();
      for (String id : ids) {
        formats.put(id, Map.of());
      }
      return this;
    }

    /** Reads this format also, with these options. */
    public Builder format(String id, Map<String, String> options) {
      formats.put(id, Map.copyOf(options));
      return this;
    }

    /** Keeps prompts in a cache of this provider. Otherwise the one of highest priority is used. */
    public Builder cache(String providerId, Map<String, String> options) {
      cache = named(providerId, options);
      return this;
    }

    /** Keeps prompts in a cache that this provider makes, with its default options. */
    public Builder cache(CacheProvider provider) {
      cache = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Bounds the memory that cached prompts may take, in bytes. Otherwise 64 MiB. */
    public Builder promptCacheBytes(long maximum) {
      if (maximum < 1) {
        throw new IllegalArgumentException("the prompt cache must have at least 1 byte");
      }
      promptCacheBytes = maximum;
      return this;
    }

    /** Holds cached prompts no longer than this after they were read. Otherwise without limit. */
    public Builder promptTimeToLive(Duration limit) {
      promptTimeToLive = positive(limit, "the time to live");
      return this;
    }

    /**
     * Shares a prompt cache that {@link #buildPromptCache} made, instead of having one of its own.
     */
    public Builder prompts(PromptCache shared) {
      prompts = Objects.requireNonNull(shared, "shared");
      return this;
    }

    /** Starts agents with the runtime of this provider. Otherwise {@code dry-run}. */
    public Builder runtime(String providerId, Map<String, String> options) {
      this.runtime = named(providerId, options);
      return this;
    }

    /** Starts agents with this runtime; a lambda will do. */
    public Builder runtime(AgentRuntime runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      return this;
    }

    /**
     * Measures with a monitor of this provider; {@code local} measures in this process. Otherwise
     * the one of highest priority is used.
     */
    public Builder monitor(String providerId, Map<String, String> options) {
      monitor = named(providerId, options);
      return this;
    }

    /** Measures with this monitor, which stays the caller's to close. */
    public Builder monitor(Monitor mine) {
      monitor = Objects.requireNonNull(mine, "mine");
      return this;
    }

    /**
     * Ranks agents for a piece of work by a selector of this provider; {@code bm25} goes by words.
     * Otherwise the one of highest priority is used.
     */
    public Builder selector(String providerId, Map<String, String> options) {
      selector = named(providerId, options);
      return this;
    }

    /** Ranks agents by this selector, which stays the caller's to close; one engine's only. */
    public Builder selector(AgentSelector mine) {
      selector = Objects.requireNonNull(mine, "mine");
      return this;
    }

    /** Lets so many tasks work at once, at least 1. Otherwise 10. */
    public Builder concurrency(int slots) {
      concurrency = atLeast(1, slots, "concurrency");
      return this;
    }

    /** Lets so many tasks wait to begin, at least 1; one more fails at once. Otherwise 10,000. */
    public Builder queueCapacity(int tasks) {
      queueCapacity = atLeast(1, tasks, "the queue's capacity");
      return this;
    }

    /**
     * Makes a task that waits this much longer as urgent as one of the next priority. Otherwise 10
     * seconds.
     */
    public Builder ageing(Duration step) {
      ageing = positive(step, "the ageing step");
      return this;
    }

    /** Gives tasks that set no timeout so much time from their submission on. Else 10 minutes. */
    public Builder taskTimeout(Duration timeout) {
      taskTimeout = positive(timeout, "the timeout of tasks");
      return this;
    }

    /**
     * Gives {@link Engine#close} so much time: tasks may end by themselves until shortly before,
     * and are cancelled then. Zero cancels at once, and lets agents stop for a tenth of a second.
     * Otherwise 10 seconds.
     */
    public Builder closeTimeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("the time to close must not be negative: " + timeout);
      }
      closeTimeout = timeout;
      return this;
    }

    /** Lets agents delegate so many levels deep, from 0. Otherwise 3. */
    public Builder maximumDepth(int levels) {
      maximumDepth = atLeast(0, levels, "the depth");
      return this;
    }

    /**
     * Gives the slots of so many agents that ignore their interrupts to others, and loses the slots
     * of more. Otherwise 10.
     */
    public Builder maximumAbandoned(int threads) {
      maximumAbandoned = atLeast(0, threads, "the number of abandoned threads");
      return this;
    }

    /**
     * Tries a task so often in all, if it fails in a way that may pass and has emitted nothing. Its
     * agent begins anew each time, so its work must bear repeating. Otherwise once.
     */
    public Builder taskAttempts(int attempts) {
      taskAttempts = atLeast(1, attempts, "the number of attempts");
      return this;
    }

    /** Lets this see each task before anything is spent, after those that were added before. */
    public Builder interceptor(Interceptor interceptor) {
      interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
      return this;
    }

    /** Lets no agent use a tool that this does not allow. Otherwise, what its file allows. */
    public Builder tools(ToolGrant allowed) {
      tools = Objects.requireNonNull(allowed, "allowed");
      return this;
    }

    /** Sets how many instances of any agent there may be. */
    public Builder agents(AgentPolicy policy) {
      agents = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Sets how many instances of one agent there may be, in place of what is set for all. */
    public Builder agent(String id, AgentPolicy policy) {
      agentPolicies.put(Objects.requireNonNull(id, "id"), Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** Sets how any model may be called. */
    public Builder models(ModelPolicy policy) {
      models = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Sets how one model may be called, in place of what is set for all. */
    public Builder model(String name, ModelPolicy policy) {
      modelPolicies.put(
          Objects.requireNonNull(name, "name"), Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** Bounds what all tasks of the engine together may use. Otherwise without limit. */
    public Builder budget(Budget all) {
      budget = Objects.requireNonNull(all, "all");
      return this;
    }

    /** Bounds what each task and its children may use, if the task says nothing itself. */
    public Builder taskBudget(Budget each) {
      taskBudget = Objects.requireNonNull(each, "each");
      return this;
    }

    /**
     * Carries the host's context, such as trace and log context, from the thread that submits a
     * task to the thread that works on it. The supplier is called at the submission; what it
     * returns wraps the work, and runs it on its own thread.
     *
     * <pre>{@code
     * .contextCapture(() -> {
     *   Map<String, String> mdc = MDC.getCopyOfContextMap();
     *   return work -> () -> {
     *     MDC.setContextMap(mdc == null ? Map.of() : mdc);
     *     try {
     *       work.run();
     *     } finally {
     *       MDC.clear();
     *     }
     *   };
     * })
     * }</pre>
     */
    public Builder contextCapture(Supplier<UnaryOperator<Runnable>> capture) {
      context = Objects.requireNonNull(capture, "capture");
      return this;
    }

    /**
     * Runs tasks on this executor, which stays the caller's. It must have a thread for each task
     * that has begun, those that wait for others included; one that refuses a task fails it.
     * Otherwise virtual threads on JDK 21 and later (and platform threads while an agent that
     * cannot be stopped may hold what carries them), platform threads before.
     */
    public Builder executor(Executor threads) {
      executor = Objects.requireNonNull(threads, "threads");
      return this;
    }

    /** Finds providers, and their classes and resources, here. Otherwise by the thread's loader. */
    public Builder classLoader(ClassLoader loader) {
      classLoader = Objects.requireNonNull(loader, "loader");
      return this;
    }

    /**
     * Checks the configuration and makes the engine. Looks at no source yet: the first use of the
     * registry does.
     *
     * @throws dev.impresario.ConfigurationException if a provider is missing, ambiguous or refuses
     *     an option
     */
    public Engine build() {
      requireOneSay();
      return Wiring.engine(blueprint());
    }

    /**
     * Makes just a prompt cache, of the cache and the bound set here, for {@link #prompts} of
     * several engines. The caller closes it, after them.
     *
     * @throws dev.impresario.ConfigurationException as {@link #build}
     */
    public PromptCache buildPromptCache() {
      requireOneSay();
      return Wiring.promptCache(blueprint());
    }

    /**
     * Lists every provider that is installed or built in, and says of each whether {@link #build}
     * would use it and why. Makes nothing and never fails: what would make a build fail, such as
     * one that cannot be loaded, two of one id or of one priority, stands in the list.
     *
     * @return sources, formats, caches, runtimes and monitors, in this order; each kind by id, and
     *     those without one last
     */
    public List<Plugin> plugins() {
      return Wiring.plugins(blueprint());
    }

    private void requireOneSay() {
      if (prompts != null
          && (cache != null || promptCacheBytes != null || promptTimeToLive != null)) {
        throw new ConfigurationException(
            "a shared prompt cache has its cache and bounds already; set them where it is built");
      }
    }

    private Blueprint blueprint() {
      return new Blueprint(
          sources,
          formats,
          cache,
          runtime,
          monitor,
          selector,
          prompts,
          promptCacheBytes != null ? promptCacheBytes : DEFAULT_PROMPT_CACHE_BYTES,
          promptTimeToLive,
          settings(),
          new Policies(agents, agentPolicies, models, modelPolicies),
          budget,
          new Rules(precedence, trust, pins, pinMode),
          new Watching(watch, scanInterval, quietPeriod),
          index,
          classLoader != null ? classLoader : threadLoader());
    }

    private static Trust required(Trust trust) {
      return Objects.requireNonNull(trust, "trust");
    }

    private Settings settings() {
      return new Settings(
          concurrency,
          queueCapacity,
          ageing,
          taskTimeout,
          closeTimeout,
          maximumDepth,
          maximumAbandoned,
          taskAttempts,
          taskBudget,
          tools,
          interceptors,
          context,
          executor);
    }

    private static int atLeast(int minimum, int value, String what) {
      if (value < minimum) {
        throw new IllegalArgumentException(
            "%s must be at least %d, not %d".formatted(what, minimum, value));
      }
      return value;
    }

    private static Duration positive(Duration value, String what) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException("%s must be positive: %s".formatted(what, value));
      }
      return value;
    }

    private static ClassLoader threadLoader() {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return loader != null ? loader : Impresario.class.getClassLoader();
    }

    private static Blueprint.Named named(String id, Map<String, String> options) {
      return new Blueprint.Named(Objects.requireNonNull(id, "id"), Map.copyOf(options));
    }
  }
}
