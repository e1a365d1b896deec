package dev.impresario.cli;

import dev.impresario.Precedence;
import dev.impresario.SafeText;
import dev.impresario.Scope;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The options that say which agents are on offer, and where the lock file and the index are. */
final class RuleOptions {
  private static final String DEFAULT_LOCK = "impresario.lock";

  private static final List<Precedence> PRECEDENCES =
      List.of(Precedence.AS_ADDED, Precedence.PROJECT_FIRST, Precedence.USER_FIRST);

  /** Whom others could replace: nobody is trusted less than a project. */
  private static final Set<Scope> GUARDED = EnumSet.of(Scope.SYSTEM, Scope.USER);

  private RuleOptions() {}

  static Options addTo(Options options, Command command) {
    options.addOption(new Option(null, "precedence", true, null));
    options.addOption(new Option(null, "protect", true, null));
    if (command.usesIndex()) {
      options.addOption(new Option(null, "index", true, null));
    }
    if (command.handlesLock()) {
      options.addOption(new Option(null, "file", true, null));
    }
    if (command.obeysLock()) {
      options.addOption(new Option(null, "lock", true, null));
    }
    return options;
  }

  static OfferRules read(CommandLine line, Command command) {
    if (!command.followsRules()) {
      return OfferRules.USUAL;
    }
    return new OfferRules(
        precedence(line, command),
        guarded(line, command),
        path(line, "lock", command),
        path(line, "index", command));
  }

  /** Returns the lock file that the command is about, or null if it is about none. */
  static @Nullable Path lock(CommandLine line, Command command) {
    if (!command.handlesLock()) {
      return null;
    }
    Path file = path(line, "file", command);
    return file == null ? Path.of(DEFAULT_LOCK) : file;
  }

  private static Precedence precedence(CommandLine line, Command command) {
    String name = NamedValues.single(line, "precedence", command);
    if (name == null) {
      return OfferRules.USUAL.precedence();
    }
    var names = new ArrayList<String>();
    for (Precedence precedence : PRECEDENCES) {
      if (precedence.name().equals(name)) {
        return precedence;
      }
      names.add(precedence.name());
    }
    throw new UsageException(
        command, "no precedence '%s'; there are %s".formatted(SafeText.escape(name), names));
  }

  private static Set<Scope> guarded(CommandLine line, Command command) {
    var guarded = EnumSet.noneOf(Scope.class);
    String[] values = line.getOptionValues("protect");
    for (String value : values == null ? new String[0] : values) {
      for (String word : value.split(",", -1)) {
        guarded.add(scope(word.strip(), command));
      }
    }
    return guarded;
  }

  private static Scope scope(String word, Command command) {
    var words = new ArrayList<String>();
    for (Scope scope : GUARDED) {
      if (Words.word(scope).equals(word)) {
        return scope;
      }
      words.add(Words.word(scope));
    }
    String why = word.equals("project") ? "; nobody is trusted less than a project" : "";
    throw new UsageException(
        command,
        "option '--protect' needs some of %s, not '%s'%s"
            .formatted(words, SafeText.escape(word), why));
  }

  private static @Nullable Path path(CommandLine line, String option, Command command) {
    String name = NamedValues.single(line, option, command);
    if (name == null) {
      return null;
    }
    try {
      Path path = Path.of(name);
      if (!name.isBlank()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // says no more than the line below
    }
    throw new UsageException(
        command,
        "'%s' cannot be the name of %s"
            .formatted(SafeText.escape(name), option.equals("index") ? "an index" : "a lock file"));
  }
}
