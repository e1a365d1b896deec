package dev.impresario.core.internal;

import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.CacheProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, before anything is looked up.
 *
 * <p>A choice is an object that the caller made, a {@link Named} provider, or null for the default.
 */
public record Blueprint(
    List<SourceChoice> sources,
    Map<String, Map<String, String>> formats,
    @Nullable Object cache,
    @Nullable Object runtime,
    @Nullable PromptCache prompts,
    long promptCacheBytes,
    @Nullable Duration promptTimeToLive,
    ClassLoader classLoader) {

  /** A provider chosen by its id, and the options set for it. */
  public record Named(String id, Map<String, String> options) {}

  /** A source, {@link Named} or made by the caller, in its scope. */
  public record SourceChoice(Scope scope, Object choice) {}

  /** A blueprint that is still being drawn. */
  public static final class Draft {
    private static final long DEFAULT_PROMPT_CACHE_BYTES = 64L << 20;

    private final List<SourceChoice> sources = new ArrayList<>();
    private final Map<String, Map<String, String>> formats = new LinkedHashMap<>();
    private @Nullable Object cache;
    private @Nullable Object runtime;
    private @Nullable PromptCache prompts;
    private long promptCacheBytes = DEFAULT_PROMPT_CACHE_BYTES;
    private @Nullable Duration promptTimeToLive;
    private @Nullable ClassLoader classLoader;

    /** Starts from the defaults. */
    public Draft() {
      setFormats(List.of("claude", "copilot"));
    }

    /** Adds a source, named. */
    public void addSource(Scope scope, Named named) {
      sources.add(new SourceChoice(scope, named));
    }

    /** Adds a source that the caller made. */
    public void addSource(Scope scope, AgentSource source) {
      sources.add(new SourceChoice(scope, source));
    }

    /** Reads these formats and no other. */
    public void setFormats(List<String> ids) {
      formats.clear();
      ids.forEach(id -> formats.put(id, Map.of()));
    }

    /** Reads this format also. */
    public void addFormat(Named named) {
      formats.put(named.id(), named.options());
    }

    /** Chooses the cache, named. */
    public void setCache(Named named) {
      cache = named;
    }

    /** Chooses the cache by its provider. */
    public void setCache(CacheProvider provider) {
      cache = provider;
    }

    /** Bounds the prompt cache, in bytes. */
    public void setPromptCacheBytes(long maximum) {
      promptCacheBytes = maximum;
    }

    /** Bounds how long prompts are held. */
    public void setPromptTimeToLive(Duration limit) {
      promptTimeToLive = limit;
    }

    /** Shares a prompt cache. */
    public void setPrompts(PromptCache shared) {
      prompts = shared;
    }

    /** Chooses the runtime, named. */
    public void setRuntime(Named named) {
      runtime = named;
    }

    /** Chooses the runtime. */
    public void setRuntime(AgentRuntime given) {
      runtime = given;
    }

    /** Chooses where providers are found. */
    public void setClassLoader(ClassLoader loader) {
      classLoader = loader;
    }

    /** Returns what has been drawn so far. */
    public Blueprint finished() {
      return new Blueprint(
          List.copyOf(sources),
          new LinkedHashMap<>(formats),
          cache,
          runtime,
          prompts,
          promptCacheBytes,
          promptTimeToLive,
          classLoader != null ? classLoader : threadLoader());
    }

    private static ClassLoader threadLoader() {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return loader != null ? loader : Blueprint.class.getClassLoader();
    }
  }
}
