package dev.impresario.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for.
 *
 * @param command the command, or null if only the help or the version was asked for
 * @param help whether the help was asked for
 * @param json whether to write one JSON object a line
 * @param all whether to list also the agents that another of the same id shadows
 * @param formats the ids of the formats to read
 * @param id the agent that the command is about; empty where it is about all
 * @param directories where to look, by precedence; none for the conventional ones
 * @param cache where prompts are kept
 * @param action what to do with the cache; null for any other command
 * @param run what to run and how; null for any other command
 */
record Arguments(
    @Nullable Command command,
    boolean help,
    boolean json,
    boolean all,
    List<String> formats,
    String id,
    List<AgentDirectory> directories,
    CacheChoice cache,
    @Nullable CacheAction action,
    @Nullable RunArguments run) {

  Arguments {
    formats = List.copyOf(formats);
    directories = List.copyOf(directories);
  }

  static Arguments forHelp(@Nullable Command command) {
    return of(command, true);
  }

  static Arguments forVersion() {
    return of(null, false);
  }

  private static Arguments of(@Nullable Command command, boolean help) {
    return new Arguments(
        command, help, false, false, List.of(), "", List.of(), CacheChoice.IN_MEMORY, null, null);
  }
}
