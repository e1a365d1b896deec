package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the program says of itself. Loaded only when somebody asks, or must be told. */
final class Help {
  private static final String ALL =
      """
      Finds, checks and tries out agents that are written as Markdown files.

      usage: impresario COMMAND [OPTION...] [DIR...]

        demo         goes the whole way once: finds, lists, checks, loads, delegates
        list         lists the agents
        show ID      shows one agent: its metadata and its prompt
        lint         shows what is wrong with the files
        explain ID   shows who offers an id, who wins and why
        match WORK   shows which agents suit a piece of work best
        run ID TASK  hands a task to an agent; with --tasks FILE those of a file
        load-test    hands tasks to an agent at a rate, and shows how long they take
        watch        shows what changes as it comes, until Ctrl-C
        lock         writes down which agents there are, in which versions
        verify       compares what there is with what was locked
        plugins      lists what plugins there are, and what can be set for each
        cache WHAT   looks into a cache that outlives its run (stats), or clears it (clear)

      """;

  private static final String DIRECTORIES =
      """

      directories; where two offer the same id, the first wins
        DIR...            those of the project, in the order of precedence
        --project DIR     the same; goes before any DIR
        --user DIR        those of the user; come after all of the project, unless
                          --precedence says otherwise
      """;

  private static final String OPTIONS =
      """

      options
      """;

  private static final String FORMATS =
      """
        --formats LIST    claude, copilot, skill, plain; claude,copilot if not said
      """;

  private static final String RULES =
      """
        --precedence P    project-first, user-first or as-added; project-first if not said
        --protect SCOPE   user, system: whose agents none of lower trust replaces
      """;

  private static final String LOCK =
      """
        --lock FILE       offer only what is as that file, written by lock, says
      """;

  private static final String INDEX =
      """
        --index FILE      keep there what files say, and read only those that changed
      """;

  private static final String LOCK_FILE =
      """
        --file FILE       the lock file; impresario.lock if not said
      """;

  private static final String SARIF =
      """
        --sarif           one document in SARIF 2.1.0, for code scanning
      """;

  private static final String MATCH_OPTIONS =
      """
        --limit N         how many at most; 5 if not said
        --prompt TOKENS   a list for a model to choose from, no longer than this
      """;

  private static final String JSON =
      """
        --json            one JSON object a line
      """;

  private static final String CACHE =
      """
        --cache ID        what keeps prompts; inmemory if not said
        --cache-option K=V  an option of the cache; as often as need be
      """;

  private static final String END =
      """
        -h, --help        this text, or that of one command
        --version         the version; without a command

      exit status: 0 done, 1 not done, or something was found that must not be,
      2 wrong usage, 130 interrupted
      """;

  private static final String CONVENTIONAL =
      """
        none of these     .claude/agents and .github/agents here, then .claude/agents
                          and .copilot/agents in the home directory; with the format
                          skill also their skills, with plain also .claude-pm/agents
      """;

  private static final String BUNDLED =
      """
        none of these     nine agents that come with the program
      """;

  private static final String LIST_ALL =
      """
        --all             list also the agents that another of the same id shadows
      """;

  private static final String WORK_OPTIONS =
      """
        --runtime ID      what brings agents to life; dry-run if not said
        --option K=V      an option of the runtime; as often as need be
        --priority N      from 0 (most urgent) to 9; 5 if not said
        --timeout T       seconds, or such as PT1M30S; PT10M if not said
      """;

  private static final String RUN_OPTIONS =
      """
        --tasks FILE      one task a line, in JSON; - reads standard input
        --concurrency N   how many of them at once; 10 if not said
      """;

  private static final String LOAD_OPTIONS =
      """
        --agent ID        who is handed the tasks; several take turns
        --rate R          tasks a second, such as 50 or 0.5, up to 10,000; 10 if not said
        --duration D      seconds, or such as PT1M30S, up to PT1H; 10 if not said
        --input TEXT      what each task says
        --concurrency N   how many tasks at once; 10 if not said
        --queue N         how many may wait; 10,000 if not said
      """;

  private Help() {}

  /** Returns the text for one command, or that for all. */
  static String of(@Nullable Command command) {
    if (command == null) {
      return ALL.stripTrailing()
          + "\n"
          + DIRECTORIES
          + CONVENTIONAL
          + OPTIONS
          + FORMATS
          + RULES
          + JSON
          + END;
    }
    return usage(command) + "\n\n" + purpose(command) + directories(command) + options(command);
  }

  private static String directories(Command command) {
    if (!command.readsAgents()) {
      return "";
    }
    return DIRECTORIES + (command == Command.DEMO ? BUNDLED : CONVENTIONAL);
  }

  private static String options(Command command) {
    return OPTIONS
        + (command.readsAgents() ? FORMATS : "")
        + (command.followsRules() ? RULES : "")
        + (command.obeysLock() ? LOCK : "")
        + (command.handlesLock() ? LOCK_FILE : "")
        + (command.usesIndex() ? INDEX : "")
        + JSON
        + (command == Command.LINT ? SARIF : "")
        + (command == Command.LIST ? LIST_ALL : "")
        + (command == Command.MATCH ? MATCH_OPTIONS : "")
        + (command == Command.LOAD_TEST ? LOAD_OPTIONS + WORK_OPTIONS : "")
        + (command == Command.RUN ? WORK_OPTIONS + RUN_OPTIONS : "")
        + (command.usesCache() ? CACHE : "")
        + END;
  }

  /** Returns the one line that says how to write a command. */
  static String usage(@Nullable Command command) {
    if (command == null) {
      return "usage: impresario COMMAND [OPTION...] [DIR...]; see --help";
    }
    return "usage: impresario "
        + command.word()
        + special(command)
        + (command.usesCache() ? " [--cache ID] [--cache-option K=V]" : "")
        + " [--json]"
        + (command.followsRules() ? " [--precedence P] [--protect SCOPE]" : "")
        + (command.obeysLock() ? " [--lock FILE] [--index FILE]" : "")
        + (command.readsAgents() ? " [--formats LIST] [--project DIR] [--user DIR] [DIR...]" : "");
  }

  private static String special(Command command) {
    return switch (command) {
      case CACHE -> " stats|clear";
      case EXPLAIN, SHOW -> " ID";
      case LINT -> " [--sarif]";
      case LIST -> " [--all]";
      case LOAD_TEST ->
          " --agent ID [--rate R] [--duration D] [--input TEXT] [--concurrency N] [--queue N]"
              + " [--runtime ID] [--option K=V] [--priority N] [--timeout T]";
      case LOCK, VERIFY -> " [--file FILE]";
      case MATCH -> " WORK [--limit N] [--prompt TOKENS]";
      case RUN ->
          " ID TASK|--tasks FILE [--concurrency N] [--runtime ID] [--option K=V]"
              + " [--priority N] [--timeout T]";
      case DEMO, PLUGINS, WATCH -> "";
    };
  }

  private static String purpose(Command command) {
    return switch (command) {
      case CACHE ->
          """
          Shows how full a cache is that keeps prompts between runs (stats), or forgets all
          that it holds (clear). With --json, stats has the fields cache, entries, bytes,
          maximumBytes and evictions (since the cache was opened), clear has cache, entries
          and bytes: those that it forgot. A cache that keeps nothing between runs has
          nothing to show: name one that does, with the options that others run it with.
            impresario cache stats --cache ehcache --cache-option disk=100 \\
              --cache-option directory=.impresario/cache
          """;
      case DEMO ->
          """
          Goes the whole way once, with times: finds the agents, lists and checks them,
          loads every prompt cold and cached, and delegates three tasks. No model is
          called: the replies are those of the dry run.
          """;
      case LIST ->
          """
          Lists the agents. With --json each has the fields id, name, description, type,
          specializations, tools (null: all that the host allows), model, format, scope,
          source, path (below the source), version (SHA-256 of the file), promptSha256,
          promptChars and shadowed. A prompt that cannot be read is null, and told of.
          """;
      case SHOW ->
          """
          Shows one agent: its metadata and its prompt. With --json the fields of list,
          then disallowedTools, attributes (all other front matter) and prompt.
          """;
      case LINT ->
          """
          Shows what is wrong with the files; the status is 1 if that is an error. With
          --json each finding has the fields path (below its source; null if it concerns
          a whole source), line and column (from 1; 0 for all), severity, code, message
          and hint. With --sarif, places are those below this directory: run it where the
          project begins.
          """;
      case LOAD_TEST ->
          """
          Hands tasks to an agent at a steady rate, whether or not earlier ones have ended,
          and shows how many replies there were a second, how long tasks waited since they
          were due, and how long they were worked on; 1,000,000 tasks at most. Ctrl-C ends
          it with what was measured so far. The status is 1 if a task failed or was refused
          by a full queue. With --json one object with the fields agents, rate,
          durationMillis, concurrency, queue, tasks, sent, replied, failed, refused,
          unfinished (when interrupted), measuredMillis, throughput (replies a second),
          lateMillis (the most that a task was sent after it was due), waitMillis,
          workMillis and totalMillis (each p50, p95, p99 and max; null if there is none)
          and failures (how many by code). A runtime other than dry-run may cost money.
            impresario load-test --agent qa --rate 100 --duration 30
          """;
      case LOCK ->
          """
          Writes down the ids and versions of all agents on offer, and only those: what
          cannot be read is not locked. The file is for the project's repository; verify
          compares with it, and --lock lets a command use nothing else. With --json the
          fields file and agents (how many).
          """;
      case VERIFY ->
          """
          Compares the agents on offer with those that lock wrote down; the status is 1 if
          any is new (+), in another version or format (~) or gone (-), and 2 if there is no
          lock file to compare with. With --json each of these has the fields change (added,
          changed, removed), id, source, path, before, version, formatBefore and format.
          """;
      case MATCH ->
          """
          Shows which agents suit a piece of work best, and what they were found by. The
          last line names the one that is clearly the best, if there is one. With --json
          each has the fields rank, id, score, decided and reasons (term, fields); with
          --prompt, the list is for a model that is to choose.
            impresario match "Review the login for security"
          """;
      case WATCH ->
          """
          Shows what changes as it comes: agents that are new (+), changed (~) or gone (-),
          findings in the words of lint, and those that are no more. Ctrl-C ends it. With
          --json each line has the field change: added, changed and removed with the fields
          of verify, finding and finding_gone with those of lint.
          """;
      case EXPLAIN ->
          """
          Shows who offers an id, who wins and why, and what is known of these files.
          With --json each candidate has the fields id, format, scope, source, path,
          version, shadowed, refused and reason; findings have those of lint.
          """;
      case PLUGINS ->
          """
          Lists what plugins there are: sources, formats, caches, runtimes and monitors, with
          the jar that each comes from and what can be set for it. Chosen are those that the
          commands use unless an option, such as --cache or --runtime, says otherwise. With
          --json each has the fields kind, id, class, priority, version, place, state (chosen,
          not_chosen, broken), reason and options: name, type, default and description.
          """;
      case RUN ->
          """
          Hands a task to an agent and shows the reply while it comes; Ctrl-C cancels. With
          --tasks, each line of the file is a JSON object with the fields agent and input,
          and may have id, priority and timeout; each result is written when it is there, as
          one of the fields id, agent, line, status (success, failure), code, message, text,
          retryable (whether the same may succeed later), cause (what lies behind the
          message; null if there is no more to say), usage (input, output, cached),
          elapsedMillis and queuedMillis. At the end, standard error gets a table of how long
          things took. A --json reply has the same fields, but for line.

          A key is never an option; it is read from a variable, such as ANTHROPIC_API_KEY.
            impresario run qa "Test the login" --runtime langchain4j \\
              --option provider=anthropic --option model=claude-sonnet-4-5
          """;
    };
  }

  /** Returns the program's version. */
  static String versionNumber() {
    return version().substring(version().indexOf(' ') + 1);
  }

  /** Returns the program's name and version. */
  static String version() {
    try (InputStream text = Help.class.getResourceAsStream("version.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
