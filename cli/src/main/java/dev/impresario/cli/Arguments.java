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
    @Nullable RunArguments run) {

  Arguments {
    formats = List.copyOf(formats);
    directories = List.copyOf(directories);
  }

  static Arguments forHelp(@Nullable Command command) {
    return new Arguments(command, true, false, false, List.of(), "", List.of(), null);
  }

  static Arguments forVersion() {
    return new Arguments(null, false, false, false, List.of(), "", List.of(), null);
  }
}
