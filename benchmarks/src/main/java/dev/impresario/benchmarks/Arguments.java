package dev.impresario.benchmarks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param only the rows to measure, or nothing for all
 */
record Arguments(
    boolean help,
    boolean list,
    boolean quick,
    Set<String> only,
    @Nullable Path json,
    @Nullable Path markdown,
    @Nullable Path scaling,
    @Nullable Path profile) {

  private static final String HELP =
      """
      usage: ./bench [options]

      Measures each promise of docs/performance.md against its baseline, side by side, and says
      whether it is held. Leave the machine alone meanwhile.

        --quick            fewer samples: all in under 4 minutes instead of 20
        --only NAME        this row only; several by comma or by repetition; not with --markdown
        --json FILE        writes all samples
        --markdown FILE    writes the table into FILE, between its markers
        --scaling DIR      measures how cost grows instead, and draws the plots into DIR
        --profile DIR      writes flight recordings and flame graphs of the rows into DIR
        --list             prints the names of the rows
        --help             prints this

      Ends with 0 if no promise is missed, 1 if one is or a row failed, 2 if the command is wrong.
      """;

  static Arguments parse(String[] words) {
    CommandLine line = commandLine(words);
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("'%s' is one word too many".formatted(line.getArgList().get(0)));
    }
    if (line.hasOption("scaling") && (line.hasOption("profile") || line.hasOption("json"))) {
      throw new UsageException("--scaling goes with neither --profile nor --json");
    }
    Set<String> only = only(line);
    Path markdown = path(line, "markdown");
    if (markdown != null && !only.isEmpty()) {
      throw new UsageException(
          "--markdown replaces the whole table, so it does not go with --only; leave out one");
    }
    return new Arguments(
        line.hasOption("help"),
        line.hasOption("list"),
        line.hasOption("quick"),
        only,
        path(line, "json"),
        markdown,
        path(line, "scaling"),
        path(line, "profile"));
  }

  private static CommandLine commandLine(String[] words) {
    Options options =
        new Options()
            .addOption(new Option("h", "help", false, null))
            .addOption(new Option(null, "list", false, null))
            .addOption(new Option(null, "quick", false, null))
            .addOption(new Option(null, "only", true, null))
            .addOption(new Option(null, "json", true, null))
            .addOption(new Option(null, "markdown", true, null))
            .addOption(new Option(null, "scaling", true, null))
            .addOption(new Option(null, "profile", true, null));
    try {
      return DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, words);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + "; './bench --help' lists the options");
    }
  }

  private static Set<String> only(CommandLine line) {
    var names = new LinkedHashSet<String>();
    for (String value : Objects.requireNonNullElse(line.getOptionValues("only"), new String[0])) {
      Arrays.stream(value.split(",", -1)).map(String::strip).forEach(names::add);
    }
    if (names.contains("")) {
      throw new UsageException("a name of --only is blank; './bench --list' names the rows");
    }
    return names;
  }

  private static @Nullable Path path(CommandLine line, String option) {
    String value = line.getOptionValue(option);
    if (value == null) {
      return null;
    }
    if (value.isBlank()) {
      throw new UsageException("the name for --%s is blank".formatted(option));
    }
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException("'%s' is no path".formatted(value));
    }
  }

  static String helpText() {
    return HELP;
  }

  /** Returns how thoroughly to measure. */
  Effort effort() {
    Effort effort = quick ? Effort.QUICK : Effort.WHOLE;
    return profile == null ? effort : effort.recordingTo(profile);
  }
}
