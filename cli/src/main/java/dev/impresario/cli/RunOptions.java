package dev.impresario.cli;

import dev.impresario.SafeText;
import dev.impresario.Task;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The options of {@code run}, some of which {@code load-test} has as well. */
final class RunOptions {
  private static final int DEFAULT_CONCURRENCY = 10;
  private static final int MAXIMUM_CONCURRENCY = 1_000;
  private static final int AGENT_AND_TASK = 2;

  private RunOptions() {}

  static Options addTo(Options options) {
    return addCommonTo(options.addOption(new Option(null, "tasks", true, null)));
  }

  /** Adds those that say how tasks are run. */
  static Options addCommonTo(Options options) {
    for (String name : List.of("concurrency", "runtime", "option", "priority", "timeout")) {
      options.addOption(new Option(null, name, true, null));
    }
    return options;
  }

  /** Returns how many words come before the directories. */
  static int words(CommandLine line) {
    return line.hasOption("tasks") ? 0 : AGENT_AND_TASK;
  }

  static RunArguments read(CommandLine line) {
    String tasks = NamedValues.single(line, "tasks", Command.RUN);
    if (tasks == null && line.hasOption("concurrency")) {
      throw usage("option '--concurrency' is for many tasks; name their file with '--tasks'");
    }
    return common(
        line,
        tasks == null ? task(line.getArgList()) : "",
        tasks == null ? null : file(tasks),
        Command.RUN);
  }

  /** Reads how tasks are run. */
  static RunArguments common(CommandLine line, String task, @Nullable Path tasks, Command command) {
    return new RunArguments(
        task,
        tasks,
        concurrency(line, command),
        NamedValues.single(line, "runtime", command),
        NamedValues.read(line, "option", "runtime", "provider=anthropic", command),
        Numbers.option(line, "priority", Task.MOST_URGENT, Task.LEAST_URGENT, command),
        timeout(line, command));
  }

  private static String task(List<String> words) {
    if (words.size() < AGENT_AND_TASK || words.get(1).isBlank()) {
      throw usage("say what the agent is to do, for example: run qa \"Test the login\"");
    }
    return words.get(1);
  }

  private static Path file(String name) {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException e) {
      throw usage("'%s' cannot be the name of a file".formatted(SafeText.escape(name)));
    }
    if (file.equals(RunArguments.STANDARD_INPUT)) {
      return file;
    }
    if (name.isBlank() || !Files.exists(file) || Files.isDirectory(file)) {
      String what =
          Files.isDirectory(file) && !name.isBlank() ? "'%s' is a directory" : "no file '%s'";
      throw usage(what.formatted(SafeText.escape(name)) + "; name one with a task on each line");
    }
    return file;
  }

  private static int concurrency(CommandLine line, Command command) {
    Integer value = Numbers.option(line, "concurrency", 1, MAXIMUM_CONCURRENCY, command);
    return value == null ? DEFAULT_CONCURRENCY : value;
  }

  private static @Nullable Duration timeout(CommandLine line, Command command) {
    String value = NamedValues.single(line, "timeout", command);
    if (value == null) {
      return null;
    }
    Duration timeout = TimeLimit.parse(value);
    if (timeout == null) {
      throw new UsageException(
          command,
          "option '--timeout' needs %s, not '%s'"
              .formatted(TimeLimit.EXPECTED, SafeText.escape(value)));
    }
    return timeout;
  }

  private static UsageException usage(String message) {
    return new UsageException(Command.RUN, message);
  }
}
