package dev.impresario.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that only {@code match} has. */
final class MatchOptions {
  private static final int DEFAULT_LIMIT = 5;
  private static final int MAXIMUM_LIMIT = 1_000;
  private static final int MAXIMUM_TOKENS = 1_000_000;

  private MatchOptions() {}

  static Options addTo(Options options) {
    return options
        .addOption(new Option(null, "limit", true, null))
        .addOption(new Option(null, "prompt", true, null));
  }

  static MatchArguments read(CommandLine line) {
    List<String> words = line.getArgList();
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw new UsageException(
          Command.MATCH, "say what is to be done, for example: match \"Test the login\"");
    }
    if (line.hasOption("prompt") && line.hasOption("json")) {
      throw new UsageException(
          Command.MATCH, "options '--prompt' and '--json' exclude each other; leave one");
    }
    Integer limit = Numbers.option(line, "limit", 1, MAXIMUM_LIMIT, Command.MATCH);
    return new MatchArguments(
        words.get(0),
        limit == null ? DEFAULT_LIMIT : limit,
        Numbers.option(line, "prompt", 1, MAXIMUM_TOKENS, Command.MATCH));
  }
}
