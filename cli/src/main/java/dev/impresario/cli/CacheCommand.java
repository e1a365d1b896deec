package dev.impresario.cli;

import dev.impresario.CacheSize;
import dev.impresario.PromptCache;
import dev.impresario.PromptCacheStats;
import dev.impresario.SafeText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** Looks into a cache that outlives its process, or clears it. */
final class CacheCommand {
  private final Console console;
  private final Function<CacheChoice, PromptCache> opener;

  CacheCommand(Console console) {
    this(console, Engines::promptCache);
  }

  /** Takes what opens the cache, which is closed again here. */
  CacheCommand(Console console, Function<CacheChoice, PromptCache> opener) {
    this.console = console;
    this.opener = opener;
  }

  int run(Arguments arguments) {
    CacheChoice choice = arguments.cache();
    CacheAction action = Objects.requireNonNull(arguments.action());
    requireThere(choice, action);
    try (PromptCache prompts = opener.apply(choice)) {
      if (!prompts.persistent()) {
        throw new UsageException(Command.CACHE, keepsNothing(choice, action));
      }
      switch (action) {
        case STATS -> stats(choice, prompts.stats(), arguments.json());
        case CLEAR -> clear(choice, prompts, arguments.json());
      }
    }
    return Main.CLEAN;
  }

  /** To look for a cache is no reason to make one. */
  private static void requireThere(CacheChoice choice, CacheAction action) {
    for (String option : Engines.pathOptions(choice)) {
      String place = choice.options().get(option);
      if (place != null && isMissing(place)) {
        throw new UsageException(
            Command.CACHE,
            "cache '%s': option '%s' is '%s', which does not exist, so there is nothing to %s; name the place where the cache was kept"
                .formatted(
                    SafeText.escape(choice.id()), option, SafeText.escape(place), verb(action)));
      }
    }
  }

  private static boolean isMissing(String place) {
    try {
      return !place.isBlank() && Files.notExists(Path.of(place));
    } catch (InvalidPathException e) {
      return false; // the cache itself says what is wrong with it
    }
  }

  private static String verb(CacheAction action) {
    return action == CacheAction.CLEAR ? "clear" : "show";
  }

  private static String keepsNothing(CacheChoice choice, CacheAction action) {
    String why =
        choice.options().isEmpty()
            ? ""
            : " (its options do not ask for it, or it cannot write where they say)";
    return "cache '%s' keeps nothing between runs%s, so there is nothing to %s; name one that does,"
            .formatted(SafeText.escape(choice.id()), why, verb(action))
        + " for example --cache ehcache --cache-option disk=100 --cache-option directory=DIR";
  }

  private void stats(CacheChoice choice, PromptCacheStats stats, boolean asJson) {
    CacheSize size = stats.size();
    if (asJson) {
      console.line(
          Json.object(
              json -> {
                json.name("cache").value(choice.id());
                json.name("entries").value(size.entries());
                json.name("bytes").value(size.weight());
                json.name("maximumBytes").value(stats.maximumBytes());
                json.name("evictions").value(size.evictions());
              }));
      return;
    }
    console.line("cache      " + SafeText.escape(choice.id()));
    console.line("entries    " + number(size.entries()));
    console.line(
        "weight     %s of %s bytes".formatted(number(size.weight()), number(stats.maximumBytes())));
    console.line("evictions  " + number(size.evictions()));
  }

  private void clear(CacheChoice choice, PromptCache prompts, boolean asJson) {
    CacheSize before = prompts.stats().size();
    prompts.invalidateMatching("*");
    CacheSize after = prompts.stats().size();
    long entries = before.entries() - after.entries();
    long bytes = before.weight() - after.weight();
    if (asJson) {
      console.line(
          Json.object(
              json -> {
                json.name("cache").value(choice.id());
                json.name("entries").value(entries);
                json.name("bytes").value(bytes);
              }));
      return;
    }
    console.line(
        "cleared %s %s, %s bytes"
            .formatted(number(entries), entries == 1 ? "entry" : "entries", number(bytes)));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
