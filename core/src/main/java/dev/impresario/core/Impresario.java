package dev.impresario.core;

import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.core.internal.Blueprint;
import dev.impresario.core.internal.Blueprint.SourceChoice;
import dev.impresario.core.internal.Wiring;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.CacheProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private @Nullable PromptCache prompts;
    private @Nullable Long promptCacheBytes;
    private @Nullable Duration promptTimeToLive;
    private @Nullable ClassLoader classLoader;

    private Builder() {
      formats("claude", "copilot");
    }

    /**
     * Adds a source by the id of its provider. Where several sources offer an agent, the nearer
     * scope wins, and within a scope the source that was added first.
     */
    public Builder source(String providerId, Scope scope, Map<String, String> options) {
      sources.add(new SourceChoice(scope, named(providerId, options)));
      return this;
    }

    /** Adds a source that the caller made; precedence as for one that is named. */
    public Builder source(Scope scope, AgentSource source) {
      sources.add(new SourceChoice(scope, source));
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
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("the time to live must be positive: " + limit);
      }
      promptTimeToLive = limit;
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
      return Wiring.engine(blueprint());
    }

    /**
     * Makes just a prompt cache, of the cache and the bound set here, for {@link #prompts} of
     * several engines. The caller closes it, after them.
     *
     * @throws dev.impresario.ConfigurationException as {@link #build}
     */
    public PromptCache buildPromptCache() {
      return Wiring.promptCache(blueprint());
    }

    private Blueprint blueprint() {
      if (prompts != null
          && (cache != null || promptCacheBytes != null || promptTimeToLive != null)) {
        throw new ConfigurationException(
            "a shared prompt cache has its cache and bounds already; set them where it is built");
      }
      return new Blueprint(
          sources,
          formats,
          cache,
          runtime,
          prompts,
          promptCacheBytes != null ? promptCacheBytes : DEFAULT_PROMPT_CACHE_BYTES,
          promptTimeToLive,
          classLoader != null ? classLoader : threadLoader());
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
