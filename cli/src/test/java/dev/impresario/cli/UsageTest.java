package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private static final String ALL = "usage: impresario COMMAND [OPTION...] [DIR...]; see --help";
  private static final String COMMANDS =
      "[cache, demo, explain, lint, list, load-test, lock, match, plugins, run, show, verify,"
          + " watch]";
  private static final String RULES = " [--precedence P] [--protect SCOPE]";
  private static final String LOCKED = RULES + " [--lock FILE] [--index FILE]";
  private static final String CACHE =
      "usage: impresario cache stats|clear [--cache ID] [--cache-option K=V] [--json]";
  private static final String PLUGINS = "usage: impresario plugins [--json]";
  private static final String LIST =
      "usage: impresario list [--all] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String LINT =
      "usage: impresario lint [--sarif] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String LOCK =
      "usage: impresario lock [--file FILE] [--json]"
          + RULES
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String MATCH =
      "usage: impresario match WORK [--limit N] [--prompt TOKENS] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String WATCH =
      "usage: impresario watch [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String RUN =
      "usage: impresario run ID TASK|--tasks FILE [--concurrency N] [--runtime ID] [--option K=V]"
          + " [--priority N] [--timeout T] [--cache ID] [--cache-option K=V] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String LOAD_TEST =
      "usage: impresario load-test --agent ID [--rate R] [--duration D] [--input TEXT]"
          + " [--concurrency N] [--queue N] [--runtime ID] [--option K=V] [--priority N]"
          + " [--timeout T] [--cache ID] [--cache-option K=V] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";
  private static final String SHOW =
      "usage: impresario show ID [--cache ID] [--cache-option K=V] [--json]"
          + LOCKED
          + " [--formats LIST] [--project DIR] [--user DIR] [DIR...]";

  @TempDir Path directory;

  @Test
  void run_withoutCommand_saysWhichThereAre() {
    assertWrong(ALL, "name a command; there are " + COMMANDS);
  }

  @Test
  void run_ofUnknownCommand_saysWhichThereAre() {
    assertWrong(ALL, "no command 'ls\\u001b'; there are " + COMMANDS, "ls\u001b");
  }

  @Test
  void run_ofUnknownOption_saysWhichThereAre() {
    assertWrong(
        LINT,
        "no option '--all' for 'lint'; there are [--formats, --help, --index, --json, --lock,"
            + " --precedence, --project, --protect, --sarif, --user]",
        "lint",
        "--all");
  }

  @Test
  void run_ofAbbreviatedOption_refusesIt() {
    assertWrong(
        LIST,
        "no option '--pro' for 'list'; there are [--all, --formats, --help, --index, --json, --lock,"
            + " --precedence, --project, --protect, --user]",
        "list",
        "--pro",
        ".");
  }

  @Test
  void run_ofFlagWithValue_refusesIt() {
    assertWrong(
        LINT,
        "no option '--json=yes' for 'lint'; there are [--formats, --help, --index, --json, --lock,"
            + " --precedence, --project, --protect, --sarif, --user]",
        "lint",
        "--json=yes");
  }

  @Test
  void run_ofOptionWithoutValue_saysSo() {
    assertWrong(LINT, "option '--project' needs a value", "lint", "--project");
    assertWrong(LINT, "option '--user' needs a value", "lint", "--user", "--json");
  }

  @Test
  void run_ofNoFormats_saysWhatToWrite() {
    assertWrong(
        LINT,
        "option '--formats' names no format; write for example claude,copilot",
        "lint",
        "--formats",
        " , ");
  }

  @Test
  void run_ofMissingDirectory_namesIt() {
    assertWrong(
        LIST, "no directory 'nowhere'; name the one that holds the agents", "list", "nowhere");
    assertWrong(
        LIST, "no directory '-rf'; name the one that holds the agents", "list", "--", "-rf");
  }

  @Test
  void run_ofFile_saysThatItIsNoDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("qa.md"));

    assertWrong(
        LINT,
        "'%s' is not a directory; name the one that holds the agents".formatted(file),
        "lint",
        "--user",
        file.toString());
  }

  @Test
  void run_ofEmptyName_saysWhatToWrite() {
    assertWrong(LINT, "the name of a directory is empty; for this directory write '.'", "lint", "");
  }

  @Test
  void run_ofImpossibleName_saysSo() {
    assertWrong(LINT, "'a\\u0000' cannot be the name of a directory", "lint", "a\0");
  }

  @Test
  void run_ofShowWithoutId_saysHowToFindOne() {
    assertWrong(SHOW, "name an agent; 'list' shows which there are", "show");
  }

  @Test
  void run_ofRunWithoutTask_saysWhatToWrite() {
    assertWrong(RUN, "name an agent; 'list' shows which there are", "run");
    assertWrong(
        RUN, "say what the agent is to do, for example: run qa \"Test the login\"", "run", "qa");
    assertWrong(
        RUN,
        "say what the agent is to do, for example: run qa \"Test the login\"",
        "run",
        "qa",
        " ");
  }

  @Test
  void run_ofRunWithWrongValue_saysWhatIsRight() {
    assertWrong(
        RUN,
        "option '--priority' needs a number from 0 to 9, not 'high\\u001b'",
        "run",
        "qa",
        "Test",
        "--priority",
        "high\u001b");
    assertWrong(
        RUN,
        "option '--timeout' needs a number of seconds, or a duration such as PT1M30S, above zero,"
            + " not '-1'",
        "run",
        "qa",
        "Test",
        "--timeout=-1");
    assertWrong(
        RUN,
        "option '--option' needs a name and a value, such as provider=anthropic",
        "run",
        "qa",
        "Test",
        "--option",
        "sk-secret");
    assertWrong(
        RUN,
        "option 'a' of the runtime is given twice; leave one",
        "run",
        "qa",
        "Test",
        "--option=a=b",
        "--option=a=c");
    assertWrong(
        RUN,
        "option '--timeout' is given twice; leave one",
        "run",
        "qa",
        "Test",
        "--timeout=1",
        "--timeout=2");
  }

  @Test
  void run_ofRunWithWrongFile_saysWhatItNeeds() throws IOException {
    Path file = Files.createFile(directory.resolve("tasks.jsonl"));

    assertWrong(
        RUN, "no file 'nothing'; name one with a task on each line", "run", "--tasks", "nothing");
    assertWrong(RUN, "no file ''; name one with a task on each line", "run", "--tasks", "");
    assertWrong(
        RUN,
        "'%s' is a directory; name one with a task on each line".formatted(directory),
        "run",
        "--tasks",
        directory.toString());
    assertWrong(
        RUN,
        "option '--concurrency' needs a number from 1 to 1,000, not '0'",
        "run",
        "--tasks",
        file.toString(),
        "--concurrency",
        "0");
    assertWrong(
        RUN,
        "option '--concurrency' is for many tasks; name their file with '--tasks'",
        "run",
        "qa",
        "Test",
        "--concurrency",
        "2");
  }

  @Test
  void run_ofLoadTestWithWrongValue_saysWhatIsRight() {
    String nobody = "name an agent with '--agent'; 'list' shows which there are";
    String agent = "--agent=qa";
    assertWrong(LOAD_TEST, nobody, "load-test");
    assertWrong(LOAD_TEST, nobody, "load-test", agent, "--agent=");
    assertWrong(
        LOAD_TEST,
        "option '--rate' needs a number of tasks a second, such as 50 or 0.5, up to 10,000, above"
            + " zero, not '10001'",
        "load-test",
        agent,
        "--rate=10001");
    assertWrong(
        LOAD_TEST,
        "option '--duration' needs a number of seconds, or a duration such as PT1M30S, above zero,"
            + " not 'long\\u001b'",
        "load-test",
        agent,
        "--duration=long\u001b");
    assertWrong(
        LOAD_TEST,
        "option '--duration' needs an hour (PT1H) at most, not '3600.1'",
        "load-test",
        agent,
        "--duration=3600.1");
    assertWrong(
        LOAD_TEST,
        "1000 tasks a second for PT16M40.001S make 1,000,001 tasks; 1,000,000 is the most, so lower"
            + " '--rate' or '--duration'",
        "load-test",
        agent,
        "--rate=1000",
        "--duration=1000.001");
    assertWrong(
        LOAD_TEST,
        "option '--input' is blank; write what each task is to say, or leave it out",
        "load-test",
        agent,
        "--input= ");
    assertWrong(
        LOAD_TEST,
        "option '--queue' needs a number from 1 to 1,000,000, not '0'",
        "load-test",
        agent,
        "--queue=0");
  }

  @Test
  void run_ofWrongCacheOption_saysWhatIsRight() {
    assertWrong(
        SHOW,
        "option '--cache-option' needs a name and a value, such as disk=100",
        "show",
        "qa",
        "--cache-option",
        "sk-secret");
    assertWrong(
        SHOW,
        "option 'a' of the cache is given twice; leave one",
        "show",
        "qa",
        "--cache-option=a=b",
        "--cache-option=a=c");
    assertWrong(
        SHOW, "option '--cache' is given twice; leave one", "show", "--cache=a", "--cache=b", "qa");
    assertWrong(
        LINT,
        "no option '--cache' for 'lint'; there are [--formats, --help, --index, --json, --lock,"
            + " --precedence, --project, --protect, --sarif, --user]",
        "lint",
        "--cache",
        "inmemory");
  }

  @Test
  void run_ofCacheWithoutAction_saysWhichThereAre() {
    assertWrong(CACHE, "say what to do with the cache: one of [clear, stats]", "cache");
    assertWrong(
        CACHE,
        "say what to do with the cache: not 'drop\\u001b', but one of [clear, stats]",
        "cache",
        "drop\u001b");
  }

  @Test
  void run_ofJsonAndSarif_refusesIt() {
    assertWrong(
        LINT,
        "options '--json' and '--sarif' exclude each other; leave one",
        "lint",
        "--json",
        "--sarif");
  }

  @Test
  void run_ofUnknownPrecedence_saysWhichThereAre() {
    assertWrong(
        LINT,
        "no precedence 'mine\\u001b'; there are [as-added, project-first, user-first]",
        "lint",
        "--precedence",
        "mine\u001b");
    assertWrong(
        LINT,
        "option '--precedence' is given twice; leave one",
        "lint",
        "--precedence=as-added",
        "--precedence=as-added");
  }

  @Test
  void run_ofUnknownScope_saysWhichCanBeProtected() {
    assertWrong(
        WATCH,
        "option '--protect' needs some of [user, system], not 'all\\u001b'",
        "watch",
        "--protect=user,all\u001b");
    assertWrong(
        WATCH,
        "option '--protect' needs some of [user, system], not 'project'; nobody is trusted less"
            + " than a project",
        "watch",
        "--protect=project");
  }

  @Test
  void run_ofImpossibleLock_saysSo() {
    assertWrong(LOCK, "'' cannot be the name of a lock file", "lock", "--file", "");
    assertWrong(LINT, "'a\\u0000' cannot be the name of a lock file", "lint", "--lock=a\0");
    assertWrong(LOCK, "option '--file' is given twice; leave one", "lock", "--file=a", "--file=b");
    assertWrong(
        LOCK,
        "no option '--lock=a' for 'lock'; there are [--file, --formats, --help, --json,"
            + " --precedence, --project, --protect, --user]",
        "lock",
        "--lock=a");
  }

  @Test
  void run_ofMatchWithWrongValue_saysWhatIsRight() {
    String example = "say what is to be done, for example: match \"Test the login\"";
    assertWrong(MATCH, example, "match");
    assertWrong(MATCH, example, "match", " ");
    assertWrong(
        MATCH,
        "option '--limit' needs a number from 1 to 1,000, not '0'",
        "match",
        "Test",
        "--limit=0");
    assertWrong(
        MATCH,
        "option '--prompt' needs a number from 1 to 1,000,000, not 'all'",
        "match",
        "Test",
        "--prompt=all");
    assertWrong(
        MATCH,
        "options '--prompt' and '--json' exclude each other; leave one",
        "match",
        "Test",
        "--prompt=9",
        "--json");
  }

  @Test
  void run_ofOneWordTooMany_namesIt() {
    assertWrong(CACHE, "'.' is one word too many", "cache", "stats", ".");
    assertWrong(PLUGINS, "'\\u001b' is one word too many", "plugins", "\u001b");
    assertWrong(
        PLUGINS,
        "no option '--formats=skill' for 'plugins'; there are [--help, --json]",
        "plugins",
        "--formats=skill");
  }

  @Test
  void help_ofAll_fitsOneScreen() {
    Run run = Run.of("--help");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).hasSizeLessThan(40).allSatisfy(UsageTest::assertNarrow);
    assertThat(run.out())
        .contains("demo", "list", "show ID", "lint", "explain ID", "run ID", "--formats");
    assertThat(Run.of("-h")).isEqualTo(run);
  }

  @Test
  void help_ofEachCommand_beginsWithItsUsage() {
    for (Command command : Command.values()) {
      Run run = Run.of(command.word(), "--help");

      assertThat(run.status()).isZero();
      assertThat(run.out()).startsWith("usage: impresario " + command.word());
      assertThat(run.lines().subList(1, run.lines().size())).allSatisfy(UsageTest::assertNarrow);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void version_isNamed() {
    Run run = Run.of("--version");

    assertThat(run.out()).matches("impresario \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
  }

  private static void assertWrong(String usage, String message, String... args) {
    assertThat(Run.of(args))
        .isEqualTo(new Run(2, "", "impresario: " + message + "\n" + usage + "\n"));
  }

  private static void assertNarrow(String line) {
    assertThat(line.length()).isLessThanOrEqualTo(90);
  }
}
