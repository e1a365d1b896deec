package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Diagnostic;
import dev.impresario.Subscription;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Options;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every source must do. Extend it, and say where the agents of a test are and how they get
 * there:
 *
 * <pre>{@code
 * class SqliteSourceTest extends AgentSourceContract {
 *   @TempDir Path directory;
 *
 *   @Override
 *   protected AgentSourceProvider provider() {
 *     return new SqliteSourceProvider();
 *   }
 *
 *   @Override
 *   protected Map<String, String> options() {
 *     return Map.of("file", directory.resolve("agents.db").toString());
 *   }
 *
 *   @Override
 *   protected void store(Map<String, String> files) throws SQLException {
 *     ... // make the table hold just these
 *   }
 * }
 * }</pre>
 *
 * <p>Each test begins with a place of its own, in which there is nothing yet: JUnit makes a new
 * object of the class for each.
 *
 * <p>Two faults depend on the machine that runs the tests: an order that is wrong only sometimes,
 * since the place happens to list files in one that is right, and revisions by a clock that ticks
 * too slowly for another machine. That the tests pass on one says little of the others there.
 */
public abstract class AgentSourceContract extends ProviderContract<AgentSourceProvider> {
  private static final int LIMIT = 1 << 20;
  private static final int SECONDS_TO_SETTLE = 5;

  /** For the tests of a plugin. */
  protected AgentSourceContract() {}

  /**
   * Makes the place that {@link #options} leads to hold these files and no others, in UTF-8, as
   * whoever writes agents would: the source is not told. Called before the first scan and between
   * scans, never during one.
   *
   * <p>If what is there can never change while a program runs, call {@code Assumptions.abort} when
   * called a second time in a test; the tests of changes are then skipped.
   *
   * @param files the text of each file by its path below the root, {@code /} between the parts
   * @throws Exception if they cannot be stored; the test then fails
   */
  protected abstract void store(Map<String, String> files) throws Exception;

  /**
   * Makes one file that was stored before one that fails, such as a link that leads to itself or a
   * row that is damaged, and leaves the others as they are. Override it if that can happen in such
   * a place. Called before a scan or after it.
   *
   * @return false if it cannot; the tests of it are then skipped. That is right for a place that
   *     fails only as a whole, such as one file with all agents in it.
   * @throws Exception if it should work but did not; the test then fails
   */
  protected boolean spoil(String path) throws Exception {
    return false;
  }

  /**
   * Makes the whole place one that cannot be reached, as when a disk is taken out or a server goes
   * down. Override it if that can happen. Called at most once in a test, as the last of the hooks.
   *
   * @return false if it cannot; the test of it is then skipped
   * @throws Exception if it should work but did not; the test then fails
   */
  protected boolean remove() throws Exception {
    return false;
  }

  /**
   * Returns whether the source holds the content of what its last scan found, so that reading it
   * asks nobody. Override it if so; what is gone may then still be read as it was.
   */
  protected boolean holdsContent() {
    return false;
  }

  /** Returns the class loader of the program that uses the source. The provider's own will do. */
  protected ClassLoader classLoader() {
    return Objects.requireNonNullElse(
        provider().getClass().getClassLoader(), ClassLoader.getSystemClassLoader());
  }

  @Override
  final Class<AgentSourceProvider> kind() {
    return AgentSourceProvider.class;
  }

  @Override
  final AgentSource create(AgentSourceProvider provider, Options options) {
    return provider.create(options);
  }

  private AgentSource source() throws Exception {
    AgentSourceProvider provider = provider();
    return made(
        create(provider, Options.of("the source", listed(provider), options(), classLoader())));
  }

  private static Scan scan(AgentSource source) throws IOException {
    Scan scan = source.scan();
    assertThat(scan).as("scan() must return a scan, an empty one if nothing is there").isNotNull();
    return scan;
  }

  private static byte[] bytes(AgentResource resource, int limit) throws IOException {
    byte[] bytes = resource.read(limit);
    assertThat(bytes)
        .as("read(...) must return bytes, or throw an IOException; never null")
        .isNotNull();
    return bytes;
  }

  // Scanning

  @Test
  final void create_whereNothingIsYet_leavesAllLookingToTheScan() throws Exception {
    assertThatCode(() -> source().close())
        .as("create(...) must look at nothing yet, so it must not mind that nothing is there")
        .doesNotThrowAnyException();
    try (AgentSource source = source()) {
      store(Map.of("qa.md", "Test."));

      assertThat(paths(scan(source)))
          .as("create(...) must look at nothing yet: scan() must list what was stored after it")
          .containsExactly("qa.md");
    }
  }

  @Test
  final void scan_listsEachFileOnceByItsPath() throws Exception {
    store(
        Map.of(
            "qa.md", "Test.",
            "team/dev.md", "Write.",
            "team/a/b/ops.md", "Run.",
            "Review/QA.md", "Read.",
            "x.md", "Other"));

    try (AgentSource source = source()) {
      Scan scan = scan(source);

      assertThat(paths(scan))
          .as(
              "scan() must list what is there, each path once, with '/' between its parts, and in"
                  + " upper and lower case as it was written")
          .containsExactlyInAnyOrder(
              "qa.md", "team/dev.md", "team/a/b/ops.md", "Review/QA.md", "x.md");
      assertThat(scan.diagnostics())
          .as("scan() must report no error while nothing is wrong")
          .noneMatch(Diagnostic::isError);
    }
  }

  @Test
  final void scan_ofAThousandFiles_listsThemAll() throws Exception {
    var files = new TreeMap<String, String>();
    for (int i = 0; i < 1_000; i++) {
      files.put("agent-%03d.md".formatted(i), "Test.");
    }
    store(files);

    try (AgentSource source = source()) {
      assertThat(paths(scan(source)))
          .as("scan() must list all that is there, however many")
          .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
  }

  @Test
  final void scan_ofBlanksAndOtherScriptsInPaths_keepsThem() throws Exception {
    List<String> paths = List.of("a b/c d.md", "straße/øl.md", "日本/試験.md", "100%25+&.md");
    var files = new TreeMap<String, String>();
    paths.forEach(path -> files.put(path, path));
    try {
      store(files);
    } catch (InvalidPathException e) {
      abort("this system has no such names of files: " + e.getMessage());
    }

    try (AgentSource source = source()) {
      Scan scan = scan(source);

      assertThat(paths(scan))
          .as("path() must be the path as it was written: not encoded, not replaced")
          .containsExactlyInAnyOrderElementsOf(paths);
      for (AgentResource resource : scan.resources()) {
        assertThat(text(resource))
            .as("read(...) must find a file with blanks or other scripts in its path")
            .isEqualTo(resource.path());
      }
    }
  }

  @Test
  final void scan_ofTheSameFiles_listsThemInTheSameOrder() throws Exception {
    var files = new LinkedHashMap<String, String>();
    List.of("c.md", "a.md", "d/b.md", "b.md", "e.md").forEach(path -> files.put(path, "Test."));
    var turned = new LinkedHashMap<String, String>();
    List.of("e.md", "b.md", "d/b.md", "a.md", "c.md").forEach(path -> turned.put(path, "Test."));

    store(files);
    try (AgentSource source = source();
        AgentSource other = source()) {
      List<String> first = paths(scan(source));
      store(Map.of());
      store(turned);

      assertThat(List.of(paths(scan(source)), paths(other.scan())))
          .as("scan() must list the same files in the same order, whichever was stored first")
          .containsOnly(first);
    }
  }

  @Test
  final void scan_afterFilesCameAndWent_listsWhatIsThereNow() throws Exception {
    store(Map.of("stays.md", "Test.", "goes.md", "Test.", "old/goes.md", "Test."));

    try (AgentSource source = source()) {
      scan(source);
      store(Map.of("stays.md", "Test.", "comes.md", "Test.", "new/comes.md", "Test."));

      assertThat(paths(scan(source)))
          .as("scan() must list what is there now: what came since the last scan, not what went")
          .containsExactlyInAnyOrder("stays.md", "comes.md", "new/comes.md");
    }
  }

  @Test
  final void scan_ofAnEmptyPlace_isEmpty() throws Exception {
    store(Map.of());

    try (AgentSource source = source()) {
      assertThatCode(() -> scan(source))
          .as("scan() must not fail where there are no agents")
          .doesNotThrowAnyException();
      assertThat(scan(source).resources())
          .as("scan() must list nothing where there are no agents")
          .isEmpty();
    }
  }

  @Test
  final void scan_withAFileThatFails_stillOffersTheOthers() throws Exception {
    storeWithAFileThatFails();

    try (AgentSource source = source()) {
      assertThat(texts(source))
          .as("scan() must offer the other files as before when one fails, here 'm.md'")
          .contains(entry("a.md", "Test."), entry("z.md", "Test."));
    }
  }

  @Test
  final void scan_withAFileThatFails_saysSo() throws Exception {
    storeWithAFileThatFails();

    try (AgentSource source = source()) {
      assertThat(isTold("m.md", source))
          .as(
              "a file that fails must not vanish: scan() must report an error with its path, or"
                  + " offer it and have read(...) throw an IOException that is no"
                  + " NoSuchFileException; else the engine takes it for deleted")
          .isTrue();
    }
  }

  @Test
  final void scan_withAFileThatFails_quotesNothingOfIt() throws Exception {
    String secret = "the-text-of-a-prompt";
    storeWithAFileThatFails(secret);

    try (AgentSource source = source()) {
      assertThat(said(source))
          .as("no diagnostic and no exception may quote what a file holds; people see them in logs")
          .noneMatch(text -> text.contains(secret));
    }
  }

  /** Returns what the source says of its problems. */
  private static List<String> said(AgentSource source) {
    var said = new ArrayList<String>();
    try {
      Scan scan = scan(source);
      scan.diagnostics().forEach(problem -> said.add("" + problem));
      for (AgentResource resource : scan.resources()) {
        said.add("" + catchThrowable(() -> bytes(resource, LIMIT)));
      }
    } catch (IOException e) {
      said.add("" + e); // that it costs the other files is another test's business
    }
    return said;
  }

  @Test
  final void scan_ofAPlaceThatCannotBeReached_saysSo() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      scan(source);
      assumeTrue(remove(), "remove() says that the place is always there");

      assertThat(isSilentlyEmpty(source))
          .as(
              "scan() must throw an IOException or report a problem when the place cannot be"
                  + " reached; an empty scan with nothing said tells that all agents were deleted")
          .isFalse();
    }
  }

  private static boolean isSilentlyEmpty(AgentSource source) {
    try {
      Scan scan = scan(source);
      return scan.resources().isEmpty() && scan.diagnostics().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isTold(String path, AgentSource source) {
    try {
      Scan scan = scan(source);
      return isReported(scan, path) || failsWhenRead(scan, path);
    } catch (IOException e) {
      return true; // that it costs the other files is another test's business
    }
  }

  private void storeWithAFileThatFails() throws Exception {
    storeWithAFileThatFails("Test.");
  }

  private void storeWithAFileThatFails(String text) throws Exception {
    store(Map.of("a.md", "Test.", "m.md", text, "z.md", "Test."));
    assumeTrue(spoil("m.md"), "spoil(...) says that no file can fail here");
  }

  // Revisions

  @Test
  final void revision_ofWhatChanged_isAnotherEachTime() throws Exception {
    var texts = new ArrayList<>(List.of("some text", "longer than that", "LONGER than that", ""));
    texts.addAll(List.of("Aa", "BB")); // of one hash code
    IntStream.range(100, 200).forEach(i -> texts.add("text " + i));
    var revisions = new ArrayList<String>();

    store(Map.of("qa.md", "zero", "other.md", "Other."));
    try (AgentSource source = source()) {
      for (String text : texts) {
        store(Map.of("qa.md", text, "other.md", "Other."));
        revisions.add(revisions(source).get("qa.md"));
      }

      assertThat(revisions)
          .as(
              "revision() must be another one at the next scan when the content has changed, even"
                  + " if it kept its length or its String.hashCode(), and changed faster than a"
                  + " clock ticks; if a clock is all"
                  + " there is, what changed within its last tick needs another revision at each"
                  + " scan")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  final void revision_ofWhatWentAndCameAgain_isAnother() throws Exception {
    store(Map.of("qa.md", "first", "other.md", "Other."));
    try (AgentSource source = source()) {
      String first = revisions(source).get("qa.md");
      store(Map.of("other.md", "Other."));
      scan(source);
      store(Map.of("qa.md", "other", "other.md", "Other.")); // of equal length

      assertThat(revisions(source).get("qa.md"))
          .as("revision() must be another one for a file that was deleted and made anew")
          .isNotEqualTo(first);
    }
  }

  @Test
  final void revision_ofWhatDoesNotChange_staysTheSame() throws Exception {
    store(Map.of("qa.md", "Test.", "team/dev.md", "Write."));

    try (AgentSource source = source()) {
      assertThat(settles(source))
          .as(
              "revision() must stay the same from scan to scan while nothing changes, at the latest"
                  + " %d s after the last change; else every file is read at every scan",
              SECONDS_TO_SETTLE)
          .isTrue();
    }
  }

  @Test
  final void revision_thatLasts_isAnotherForOtherContentInAnyObject() throws Exception {
    var seen = new TreeMap<String, String>();
    for (int i = 100; i < 150; i++) {
      String text = "text " + i; // of equal length
      store(Map.of("qa.md", text));
      try (AgentSource source = source()) {
        for (AgentResource resource : scan(source).resources()) {
          if (resource.hasLastingRevision()) {
            assertThat(seen.putIfAbsent(resource.revision(), text))
                .as(
                    "a revision of which hasLastingRevision() is true must not be given to other"
                        + " content by another object of the source, as after a restart; what"
                        + " changed within the last tick of a clock, or is told apart by a counter,"
                        + " does not last")
                .isNull();
          }
        }
      }
    }
  }

  /** Scans until two scans agree, or there was time enough for the coarsest clock. */
  private static boolean settles(AgentSource source) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_SETTLE);
    do {
      if (revisions(source).equals(revisions(source))) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // the clock is the place's own
    } while (System.nanoTime() < end);
    return false;
  }

  // Reading

  @Test
  final void read_givesTheBytesAsTheyWereStored() throws Exception {
    var files = new TreeMap<String, String>();
    List<String> texts =
        List.of(
            "",
            "\n",
            "no line break at the end",
            "one at the end\n",
            "\r\nCR LF\r\nat each end\r\n",
            "\n\n  blanks and breaks at both ends\t \n\n",
            "Grüße, 日本, \uD83D\uDE00 and e\u0301",
            "\uFEFFa byte order mark",
            "---\nname: 'q''a'\n---\n\"quotes\" \\ back\\slashes & <marks> %s ${x} # = : !\n");
    for (int i = 0; i < texts.size(); i++) {
      files.put("text-" + i + ".md", texts.get(i));
    }
    store(files);

    try (AgentSource source = source()) {
      for (AgentResource resource : scan(source).resources()) {
        assertThat(text(resource))
            .as("read(...) must give the bytes just as they were stored, in UTF-8")
            .isEqualTo(files.get(resource.path()));
      }
    }
  }

  @Test
  final void read_ofALargeFile_givesAllOfIt() throws Exception {
    var text = new StringBuilder();
    for (int line = 0; text.length() < 1_000_000; line++) {
      text.append("This is line ").append(line).append(" of a long prompt.\n");
    }
    store(Map.of("long.md", text.toString()));

    try (AgentSource source = source()) {
      String read = text(only(source));

      assertThat(read.length())
          .as("read(...) must give the whole of a large file, but gave so many characters")
          .isEqualTo(text.length());
      assertThat(read.contentEquals(text)).as("read(...) must give a large file as it is").isTrue();
    }
  }

  @Test
  final void read_ofAsMuchAsTheLimit_givesIt() throws Exception {
    String text = "Grüße, 日本";
    int bytes = text.getBytes(UTF_8).length;
    store(Map.of("qa.md", text));

    try (AgentSource source = source()) {
      AgentResource resource = only(source);
      for (int limit : new int[] {bytes, bytes + 1, Integer.MAX_VALUE}) {
        assertThat(read(resource, limit))
            .as("read(%d) must give a file of %d bytes", limit, bytes)
            .isEqualTo(text);
      }
    }
  }

  @Test
  final void read_ofMoreThanTheLimit_throwsAgentTooLargeException() throws Exception {
    String text = "Grüße, 日本";
    int bytes = text.getBytes(UTF_8).length;
    store(Map.of("qa.md", text));

    try (AgentSource source = source()) {
      AgentResource resource = only(source);
      for (int limit : new int[] {bytes - 1, text.length(), 1, 0}) {
        assertThat(catchThrowable(() -> resource.read(limit)))
            .as("read(%d) of a file of %d bytes must throw an AgentTooLargeException", limit, bytes)
            .isInstanceOf(AgentTooLargeException.class);
      }
    }
  }

  @Test
  final void read_ofWhatIsGone_throwsNoSuchFileException() throws Exception {
    store(Map.of("qa.md", "Test.", "team/dev.md", "Write.", "other.md", "Other."));

    try (AgentSource source = source()) {
      List<AgentResource> resources = scan(source).resources();
      store(Map.of("other.md", "Other."));

      for (AgentResource resource : resources) {
        if (!resource.path().equals("other.md") && !isHeld(resource, source)) {
          assertThat(catchThrowable(() -> resource.read(LIMIT)))
              .as("read(...) of a file that has gone since the scan must say so by its exception")
              .isInstanceOf(NoSuchFileException.class);
        }
      }
    }
  }

  /** Returns whether it is read as it was from what is held, and the next scan knows better. */
  private boolean isHeld(AgentResource resource, AgentSource source) throws IOException {
    return holdsContent()
        && text(resource).equals(resource.path().equals("qa.md") ? "Test." : "Write.")
        && !paths(scan(source)).contains(resource.path());
  }

  @Test
  final void read_ofWhatFailsSinceTheScan_isNotTakenForGone() throws Exception {
    store(Map.of("a.md", "Test.", "m.md", "Test.", "z.md", "Test."));

    try (AgentSource source = source()) {
      List<AgentResource> resources = scan(source).resources();
      assumeTrue(spoil("m.md"), "spoil(...) says that no file can fail here");

      for (AgentResource resource : resources) {
        Throwable thrown = catchThrowable(() -> bytes(resource, LIMIT));
        assertThat(thrown instanceof NoSuchFileException)
            .as(
                "read(...) of a file that is there and fails must not throw a NoSuchFileException,"
                    + " by which the engine takes it for deleted")
            .isFalse();
      }
    }
  }

  @Test
  final void read_ofWhatChangedSinceTheScan_givesOldOrNewAsAWhole() throws Exception {
    String old = "The old text, of some length.";
    for (String changed : List.of("Short.", "THE NEW TEXT, OF SOME LENGTH.", old + " And more.")) {
      store(Map.of("qa.md", old));
      try (AgentSource source = source()) {
        AgentResource resource = only(source);
        store(Map.of("qa.md", changed));

        assertThat(textUnlessBusy(resource, changed))
            .as(
                "read(...) of a file that changed since the scan must give the old content or the"
                    + " new, never a part or a mixture; or throw an IOException that is no"
                    + " NoSuchFileException")
            .isIn(old, changed);
      }
    }
  }

  private static String textUnlessBusy(AgentResource resource, String otherwise) {
    return failsWhenRead(resource) ? otherwise : text(resource);
  }

  @Test
  final void read_afterLaterScans_stillWorks() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      AgentResource resource = only(source);
      for (int i = 0; i < 10; i++) {
        scan(source);
      }

      assertThat(text(resource))
          .as("read(...) must work long after later scans: the engine keeps what a scan offered")
          .isEqualTo("Test.");
    }
  }

  @Test
  final void read_givesBytesThatAreTheCallersOwn() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      AgentResource resource = only(source);
      bytes(resource, LIMIT)[0] = 'X';

      assertThat(text(resource))
          .as("read(...) must give an array of its own: to change that must harm nobody")
          .isEqualTo("Test.");
    }
  }

  // Threads and the end

  @Test
  final void scanAndRead_byManyThreads_giveAllToEach() throws Exception {
    var files = Map.of("qa.md", "Test.", "dev.md", "Write.", "team/ops.md", "Run.");
    store(files);

    try (AgentSource source = source()) {
      Callable<Map<String, String>> work = () -> timesOver(files, source);

      assertThat(Crowd.each(work))
          .as("scan() and read(...) must give the same to many threads at once as to one")
          .containsOnly(files);
    }
  }

  /** Returns the files if they are read so each time, else what was read instead. */
  private static Map<String, String> timesOver(Map<String, String> files, AgentSource source) {
    Map<String, String> read = files;
    for (int i = 0; i < 50 && read.equals(files); i++) {
      read = texts(source);
    }
    return read;
  }

  @Test
  final void scanAndRead_byAnInterruptedThread_keepTheInterrupt() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      AgentResource resource = only(source);

      assertThat(keepsTheInterrupt(() -> resource.read(LIMIT)))
          .as("read(...) must leave the thread interrupted that was")
          .isTrue();
      assertThat(keepsTheInterrupt(() -> scan(source)))
          .as("scan() must leave the thread interrupted that was")
          .isTrue();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static boolean keepsTheInterrupt(Work work) {
    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(work::run);
    boolean kept = Thread.interrupted();
    if (thrown != null) {
      assertThat(thrown)
          .as("an interrupt may end scan() or read(...) by an IOException, but not of a lost file")
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
    }
    return kept;
  }

  @Test
  final void name_isTextAndStaysTheSame() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      String name = source.name();
      scan(source);
      store(Map.of("other.md", "Other."));
      scan(source);

      assertThat(name).as("name() must say what messages call the source").isNotBlank();
      assertThat(source.name()).as("name() must stay the same").isEqualTo(name);
    }
  }

  @Test
  final void onChange_ofSeveralEngines_isEndedByEach() throws Exception {
    store(Map.of("qa.md", "Test."));

    try (AgentSource source = source()) {
      scan(source);

      assertThatCode(() -> followTwice(source))
          .as(
              "onChange(...) must take the hint of each engine, and return what ends it, also when"
                  + " it is closed again")
          .doesNotThrowAnyException();
      assertThat(paths(scan(source)))
          .as("scan() must list what is there when nobody follows the source any more")
          .containsExactly("qa.md");
    }
  }

  private static void followTwice(AgentSource source) {
    Subscription one = source.onChange(() -> {});
    Subscription other = source.onChange(() -> {});
    one.close();
    one.close();
    other.close();
    source.onChange(() -> {}).close();
  }

  @Test
  final void close_leavesNoThreadBehind() throws Exception {
    store(Map.of("qa.md", "Test."));
    var options = options();
    var loader = classLoader();

    List<String> left =
        Leftovers.of(
            () -> {
              AgentSourceProvider provider = provider();
              try (AgentSource source =
                  made(
                      create(
                          provider, Options.of("the source", listed(provider), options, loader)))) {
                text(only(source));
              }
            });

    assertThat(left)
        .as("close() must end the threads of the source, daemons too; these are still there")
        .isEmpty();
  }

  @Test
  final void close_twice_doesNothingMore() throws Exception {
    store(Map.of("qa.md", "Test."));
    AgentSource source = source();
    scan(source);

    source.close();

    assertThatCode(source::close)
        .as("close() must do nothing when it is called again")
        .doesNotThrowAnyException();
  }

  private static List<String> paths(Scan scan) {
    return scan.resources().stream().map(AgentResource::path).toList();
  }

  private static AgentResource only(AgentSource source) throws IOException {
    List<AgentResource> resources = scan(source).resources();
    assertThat(resources).as("scan() must list the one file that is there").hasSize(1);
    return resources.get(0);
  }

  private static Map<String, String> revisions(AgentSource source) throws IOException {
    var revisions = new TreeMap<String, String>();
    scan(source).resources().forEach(file -> revisions.put(file.path(), file.revision()));
    return revisions;
  }

  private static String text(AgentResource resource) {
    return read(resource, LIMIT);
  }

  /** Returns the text, or what was thrown. */
  private static String read(AgentResource resource, int limit) {
    try {
      return new String(bytes(resource, limit), UTF_8);
    } catch (IOException | RuntimeException e) {
      return "read(%d) threw %s".formatted(limit, e);
    }
  }

  private static Map<String, String> texts(AgentSource source) {
    var texts = new TreeMap<String, String>();
    try {
      scan(source).resources().forEach(file -> texts.put(file.path(), text(file)));
    } catch (IOException | RuntimeException e) {
      texts.put("scan()", "threw " + e);
    }
    return texts;
  }

  private static boolean isReported(Scan scan, String path) {
    return scan.diagnostics().stream()
        .anyMatch(found -> found.isError() && path.equals(found.path()));
  }

  private static boolean failsWhenRead(Scan scan, String path) {
    return scan.resources().stream()
        .filter(resource -> resource.path().equals(path))
        .anyMatch(AgentSourceContract::failsWhenRead);
  }

  private static boolean failsWhenRead(AgentResource resource) {
    Throwable thrown = catchThrowable(() -> resource.read(LIMIT));
    return thrown instanceof IOException && !(thrown instanceof NoSuchFileException);
  }
}
