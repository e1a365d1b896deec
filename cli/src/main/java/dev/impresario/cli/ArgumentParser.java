package dev.impresario.cli;

import dev.impresario.SafeText;
import dev.impresario.Scope;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** Turns the words of a command line into what a user asked for, and checks them. */
final class ArgumentParser {
  private static final List<String> DEFAULT_FORMATS = List.of("claude", "copilot");

  private final Command command;

  private ArgumentParser(Command command) {
    this.command = command;
  }

  static Arguments parse(String[] args) {
    String first = args.length == 0 ? "" : args[0];
    return switch (first) {
      case "-h", "--help" -> Arguments.forHelp(null);
      case "--version" -> Arguments.forVersion();
      case "" -> throw new UsageException(null, "name a command; there are " + commands());
      default -> new ArgumentParser(commandNamed(first)).rest(args);
    };
  }

  private static Command commandNamed(String word) {
    Command command = Command.named(word);
    if (command == null) {
      throw new UsageException(
          null, "no command '%s'; there are %s".formatted(SafeText.escape(word), commands()));
    }
    return command;
  }

  private static List<String> commands() {
    return Arrays.stream(Command.values()).map(Command::word).toList();
  }

  private Arguments rest(String[] args) {
    CommandLine line = commandLine(Arrays.copyOfRange(args, 1, args.length));
    if (line.hasOption("help")) {
      return Arguments.forHelp(command);
    }
    List<String> words = line.getArgList();
    int before = wordsBeforeDirectories(line);
    if (!command.readsAgents() && words.size() > before) {
      throw usage("'%s' is one word too many".formatted(SafeText.escape(words.get(before))));
    }
    String id = command.namesAgent() && before > 0 ? id(words) : "";
    CacheAction action = command == Command.CACHE ? CacheOptions.action(words, command) : null;
    return new Arguments(
        command,
        false,
        form(line),
        line.hasOption("all"),
        formats(line),
        id,
        directories(line, words.subList(Math.min(before, words.size()), words.size())),
        RuleOptions.read(line, command),
        command.usesCache() ? CacheOptions.read(line, command) : CacheChoice.IN_MEMORY,
        action,
        run(line),
        command == Command.LOAD_TEST ? LoadOptions.read(line) : null,
        command == Command.MATCH ? MatchOptions.read(line) : null,
        RuleOptions.lock(line, command));
  }

  private @Nullable RunArguments run(CommandLine line) {
    return switch (command) {
      case RUN -> RunOptions.read(line);
      case LOAD_TEST -> LoadOptions.readRun(line);
      default -> null;
    };
  }

  /** Returns how many words say what to do, before those that say where. */
  private int wordsBeforeDirectories(CommandLine line) {
    if (command == Command.RUN) {
      return RunOptions.words(line);
    }
    return command.takesId() || command == Command.CACHE || command == Command.MATCH ? 1 : 0;
  }

  private CommandLine commandLine(String[] words) {
    Options options = options();
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .setStripLeadingAndTrailingQuotes(false)
          .get()
          .parse(options, words);
    } catch (UnrecognizedOptionException e) {
      throw usage(
          "no option '%s' for '%s'; there are %s"
              .formatted(SafeText.escape(e.getOption()), command.word(), names(options)));
    } catch (MissingArgumentException e) {
      throw usage("option '--%s' needs a value".formatted(e.getOption().getLongOpt()));
    } catch (ParseException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Options options() {
    var options =
        new Options()
            .addOption(new Option("h", "help", false, null))
            .addOption(new Option(null, "json", false, null));
    if (command.usesCache()) {
      CacheOptions.addTo(options);
    }
    if (!command.readsAgents()) {
      return options;
    }
    options
        .addOption(new Option(null, "formats", true, null))
        .addOption(new Option(null, "project", true, null))
        .addOption(new Option(null, "user", true, null));
    if (command.followsRules()) {
      RuleOptions.addTo(options, command);
    }
    return switch (command) {
      case LINT -> options.addOption(new Option(null, "sarif", false, null));
      case LIST -> options.addOption(new Option(null, "all", false, null));
      case LOAD_TEST -> LoadOptions.addTo(options);
      case MATCH -> MatchOptions.addTo(options);
      case RUN -> RunOptions.addTo(options);
      default -> options;
    };
  }

  private OutputForm form(CommandLine line) {
    boolean json = line.hasOption("json");
    if (line.hasOption("sarif")) {
      if (json) {
        throw usage("options '--json' and '--sarif' exclude each other; leave one");
      }
      return OutputForm.SARIF;
    }
    return json ? OutputForm.JSON : OutputForm.TEXT;
  }

  private static Set<String> names(Options options) {
    var names = new TreeSet<String>();
    options.getOptions().forEach(option -> names.add("--" + option.getLongOpt()));
    return names;
  }

  private String id(List<String> words) {
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw usage("name an agent; 'list' shows which there are");
    }
    return words.get(0);
  }

  private List<String> formats(CommandLine line) {
    if (!line.hasOption("formats")) {
      return DEFAULT_FORMATS;
    }
    var formats = new ArrayList<String>();
    for (String value : line.getOptionValues("formats")) {
      for (String format : value.split(",", -1)) {
        String id = format.strip();
        if (!id.isEmpty() && !formats.contains(id)) {
          formats.add(id);
        }
      }
    }
    if (formats.isEmpty()) {
      throw usage("option '--formats' names no format; write for example claude,copilot");
    }
    return formats;
  }

  /** Those of options stand as they were written, for a precedence that goes by that alone. */
  private List<AgentDirectory> directories(CommandLine line, List<String> words) {
    var directories = new ArrayList<AgentDirectory>();
    for (Option option : line.getOptions()) {
      switch (String.valueOf(option.getLongOpt())) {
        case "project" -> directories.add(directory(Scope.PROJECT, option.getValue()));
        case "user" -> directories.add(directory(Scope.USER, option.getValue()));
        default -> {}
      }
    }
    for (String word : words) {
      directories.add(directory(Scope.PROJECT, word));
    }
    return directories;
  }

  private AgentDirectory directory(Scope scope, String name) {
    requireDirectory(name);
    return new AgentDirectory(scope, name);
  }

  private void requireDirectory(String name) {
    if (name.isBlank()) {
      throw usage("the name of a directory is empty; for this directory write '.'");
    }
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw usage("'%s' cannot be the name of a directory".formatted(SafeText.escape(name)));
    }
    if (!Files.isDirectory(path)) {
      String what = Files.exists(path) ? "'%s' is not a directory" : "no directory '%s'";
      throw usage(what.formatted(SafeText.escape(name)) + "; name the one that holds the agents");
    }
  }

  private UsageException usage(String message) {
    return new UsageException(command, message);
  }
}
