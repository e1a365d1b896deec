package dev.impresario.cli;

import dev.impresario.SafeText;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that say where prompts are kept, and the words that say what to do there. */
final class CacheOptions {
  private static final String OPTION = "cache-option";

  private CacheOptions() {}

  static Options addTo(Options options) {
    return options
        .addOption(new Option(null, "cache", true, null))
        .addOption(new Option(null, OPTION, true, null));
  }

  static CacheChoice read(CommandLine line, Command command) {
    String id = NamedValues.single(line, "cache", command);
    return new CacheChoice(
        id == null ? CacheChoice.IN_MEMORY.id() : id,
        NamedValues.read(line, OPTION, "cache", "disk=100", command));
  }

  static CacheAction action(List<String> words, Command command) {
    String word = words.isEmpty() ? "" : words.get(0);
    CacheAction action = CacheAction.named(word);
    if (action == null) {
      String what = word.isBlank() ? "" : "not '" + SafeText.escape(word) + "', but ";
      throw new UsageException(
          command, "say what to do with the cache: %sone of %s".formatted(what, CacheAction.all()));
    }
    return action;
  }
}
