package dev.impresario.cli;

import dev.impresario.SafeText;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The options that only {@code load-test} has, and those that it shares with {@code run}. */
final class LoadOptions {
  static final String INPUT = "Say what you do, and what you must know before you begin";

  private static final Rate DEFAULT_RATE = new Rate(10_000);
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_TASKS = 1_000_000;
  private static final int DEFAULT_QUEUE = 10_000;
  private static final int LONGEST_QUEUE = 1_000_000;

  private LoadOptions() {}

  static Options addTo(Options options) {
    for (String name : List.of("agent", "rate", "duration", "input", "queue")) {
      options.addOption(new Option(null, name, true, null));
    }
    return RunOptions.addCommonTo(options);
  }

  static LoadArguments read(CommandLine line) {
    Rate rate = rate(line);
    Duration duration = duration(line);
    Integer queue = Numbers.option(line, "queue", 1, LONGEST_QUEUE, Command.LOAD_TEST);
    return new LoadArguments(
        agents(line), rate, duration, tasks(rate, duration), queue == null ? DEFAULT_QUEUE : queue);
  }

  /** Returns what each task says, and how it is run. */
  static RunArguments readRun(CommandLine line) {
    String input = value(line, "input");
    if (input != null && input.isBlank()) {
      throw usage("option '--input' is blank; write what each task is to say, or leave it out");
    }
    return RunOptions.common(line, input == null ? INPUT : input, null, Command.LOAD_TEST);
  }

  private static List<String> agents(CommandLine line) {
    String[] agents = line.getOptionValues("agent");
    if (agents == null || List.of(agents).stream().anyMatch(String::isBlank)) {
      throw usage("name an agent with '--agent'; 'list' shows which there are");
    }
    return List.of(agents);
  }

  private static Rate rate(CommandLine line) {
    String value = value(line, "rate");
    Rate rate = value == null ? DEFAULT_RATE : Rate.parse(value);
    if (rate == null) {
      throw wrong("rate", Rate.EXPECTED + ", above zero", String.valueOf(value));
    }
    return rate;
  }

  private static Duration duration(CommandLine line) {
    String value = value(line, "duration");
    Duration duration = value == null ? DEFAULT_DURATION : TimeLimit.parse(value);
    if (duration == null) {
      throw wrong("duration", TimeLimit.EXPECTED, String.valueOf(value));
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw wrong("duration", "an hour (PT1H) at most", String.valueOf(value));
    }
    return duration;
  }

  private static int tasks(Rate rate, Duration duration) {
    long tasks = rate.tasksIn(duration);
    if (tasks > MOST_TASKS) {
      throw usage(
          "%s tasks a second for %s make %,d tasks; %,d is the most, so lower '--rate' or '--duration'"
              .formatted(rate, duration, tasks, MOST_TASKS));
    }
    return (int) tasks;
  }

  private static UsageException wrong(String option, String expected, String value) {
    return usage(
        "option '--%s' needs %s, not '%s'".formatted(option, expected, SafeText.escape(value)));
  }

  private static @Nullable String value(CommandLine line, String option) {
    return NamedValues.single(line, option, Command.LOAD_TEST);
  }

  private static UsageException usage(String message) {
    return new UsageException(Command.LOAD_TEST, message);
  }
}
