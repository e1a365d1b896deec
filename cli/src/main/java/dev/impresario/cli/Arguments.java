package dev.impresario.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for.
 *
 * @param command the command, or null if only the help or the version was asked for
 * @param help whether the help was asked for
 * @param form how to write what there is to say
 * @param all whether to list also the agents that another of the same id shadows
 * @param formats the ids of the formats to read
 * @param id the agent that the command is about; empty where it is about all
 * @param directories where to look, by precedence; none for the conventional ones
 * @param rules which agents are on offer
 * @param cache where prompts are kept
 * @param action what to do with the cache; null for any other command
 * @param run what to run and how; null for commands that run nothing
 * @param load at which rate to run it, and how long; null for any other command
 * @param match what agents are to suit; null for any other command
 * @param lock the lock file to write or to compare; null for any other command
 */
record Arguments(
    @Nullable Command command,
    boolean help,
    OutputForm form,
    boolean all,
    List<String> formats,
    String id,
    List<AgentDirectory> directories,
    OfferRules rules,
    CacheChoice cache,
    @Nullable CacheAction action,
    @Nullable RunArguments run,
    @Nullable LoadArguments load,
    @Nullable MatchArguments match,
    @Nullable Path lock) {

  Arguments {
    formats = List.copyOf(formats);
    directories = List.copyOf(directories);
  }

  /** Returns whether to write one JSON object a line. */
  boolean json() {
    return form == OutputForm.JSON;
  }

  static Arguments forHelp(@Nullable Command command) {
    return of(command, true);
  }

  static Arguments forVersion() {
    return of(null, false);
  }

  private static Arguments of(@Nullable Command command, boolean help) {
    return new Arguments(
        command,
        help,
        OutputForm.TEXT,
        false,
        List.of(),
        "",
        List.of(),
        OfferRules.USUAL,
        CacheChoice.IN_MEMORY,
        null,
        null,
        null,
        null,
        null);
  }
}
