package dev.impresario.core.internal;

import dev.impresario.Budget;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.Trust;
import dev.impresario.core.internal.dispatch.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    @Nullable Object monitor,
    @Nullable Object selector,
    @Nullable PromptCache prompts,
    long promptCacheBytes,
    @Nullable Duration promptTimeToLive,
    Settings dispatch,
    Policies policies,
    Budget budget,
    Rules rules,
    Watching watching,
    @Nullable Path index,
    ClassLoader classLoader) {

  /** Copies what the builder may go on changing. */
  public Blueprint {
    sources = List.copyOf(sources);
    formats = Map.copyOf(formats);
  }

  /** A provider chosen by its id, and the options set for it. */
  public record Named(String id, Map<String, String> options) {}

  /**
   * A source, {@link Named} or made by the caller, in its scope.
   *
   * @param trust how far it is trusted, or null for what holds for its scope
   */
  public record SourceChoice(Scope scope, Object choice, @Nullable Trust trust) {

    /** Checks that both parts are there. */
    public SourceChoice {
      Objects.requireNonNull(scope, "scope");
      Objects.requireNonNull(choice, "choice");
    }
  }
}
