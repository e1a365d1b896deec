package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Pins;
import dev.impresario.Precedence;
import dev.impresario.Registry;
import dev.impresario.Resolution;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.core.internal.index.BadIndexException;
import dev.impresario.core.internal.index.IndexedFile;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.ParsedAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IndexingTest {
  private final FakeSource source = new FakeSource("team");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void fillSource() {
    file = directory.resolve("index");
    source.lasting = true;
    source.with("a.md", "a\nDo a").with("b.md", "b\nDo b").with("c.md", "c\nDo c");
  }

  /** What an engine shows. */
  private record View(
      List<AgentMetadata> agents, List<Diagnostic> diagnostics, List<Resolution> explanations) {

    static View of(Registry registry) {
      List<AgentMetadata> agents = registry.list();
      return new View(
          agents,
          registry.diagnostics(),
          agents.stream().map(agent -> registry.explain(agent.id())).toList());
    }
  }

  private EngineFixture indexed() {
    return new EngineFixture().source(Scope.PROJECT, source).index(file, "");
  }

  /** Opens an engine with the index, looks and closes it. */
  private View viewIndexed() {
    return view(UnaryOperator.identity());
  }

  private View view(UnaryOperator<EngineFixture> more) {
    source.reads.set(0);
    try (var fixture = more.apply(indexed())) {
      return View.of(fixture.engine().registry());
    }
  }

  private View viewWithoutIndex() {
    try (var fixture = new EngineFixture().source(Scope.PROJECT, source)) {
      return View.of(fixture.engine().registry());
    }
  }

  private List<String> codes() {
    return viewIndexed().diagnostics().stream().map(Diagnostic::code).toList();
  }

  @Test
  void secondEngine_ofUnchangedFiles_readsNone() {
    View first = viewIndexed();

    View second = viewIndexed();

    assertThat(source.reads).hasValue(0);
    assertThat(second).isEqualTo(first).isEqualTo(viewWithoutIndex());
    assertThat(second.diagnostics()).isEmpty();
  }

  @Test
  void load_ofAnIndexedAgent_readsItsPromptFromTheFile() {
    viewIndexed();

    try (var fixture = indexed()) {
      assertThat(fixture.engine().registry().load("b").prompt()).isEqualTo("Do b");
      assertThat(fixture.format.parses).hasValue(0);
    }
  }

  @Test
  void load_ofContentThatIsNotAsIndexed_findsTheTruth() {
    viewIndexed();
    source.changeUnseen("b.md", "bee\nDo bee");

    try (var fixture = indexed()) {
      Registry registry = fixture.engine().registry();
      assertThat(registry.list()).extracting(AgentMetadata::id).contains("b");
      assertThatCode(() -> registry.load("b")).hasMessageContaining("no agent 'b'");
      assertThat(registry.load("bee").prompt()).isEqualTo("Do bee");
    }
  }

  @Test
  void changedFile_isReadAlone() {
    viewIndexed();
    source.with("b.md", "b\nDo better");

    View changed = viewIndexed();

    assertThat(source.reads).hasValue(1);
    assertThat(changed).isEqualTo(viewWithoutIndex());
    viewIndexed();
    assertThat(source.reads).hasValue(0);
  }

  @Test
  void addedRemovedAndRenamedFiles_areAsWithoutAnIndex() {
    viewIndexed();
    source.remove("a.md");
    source.remove("b.md");
    source.with("d.md", "b\nDo b");

    View changed = viewIndexed();

    assertThat(source.reads).hasValue(1);
    assertThat(changed).isEqualTo(viewWithoutIndex());
    source.with("a.md", "a\nDo a");
    viewIndexed();
    assertThat(source.reads).hasValue(1);
  }

  @Test
  void brokenFiles_keepTheirFindings_unread() {
    source.with("bad.md", "!").with("README.md", "# Read me").with("twin.md", "a\nDo a too");
    View first = viewIndexed();

    View second = viewIndexed();

    assertThat(source.reads).hasValue(0);
    assertThat(second).isEqualTo(first).isEqualTo(viewWithoutIndex());
    assertThat(second.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactlyInAnyOrder("bad-line", "not-an-agent", "duplicate-id");
  }

  @Test
  void hiddenCharacters_areStillFound_unread() {
    source.with("h.md", "h\nDo\u200B this");
    View first = viewIndexed();

    View second = viewIndexed();

    assertThat(source.reads).hasValue(0);
    assertThat(second).isEqualTo(first);
    assertThat(second.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("hidden-characters");
  }

  @Test
  void filesThatCouldNotBeReadOrParsed_areTriedAgain() {
    source.with("crash.md", "crash").with("large.md", "l\n" + "x".repeat(300));
    View first = viewIndexed();

    View second = viewIndexed();

    assertThat(source.reads).hasValue(2);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void revisionsThatDoNotLast_areNotKept() {
    source.lasting = false;
    viewIndexed();
    viewIndexed();
    assertThat(source.reads).hasValue(3);

    source.lasting = true;
    viewIndexed();

    assertThat(source.reads).as("those kept before, of other kind").hasValue(3);
  }

  @Test
  void fileThatLastsOnlyLater_isKeptFromThenOn() {
    source.lasting = false;
    try (var fixture = indexed()) {
      fixture.engine().registry().list();
      source.lasting = true;
      source.put("a.md", "a\nDo a", "settled-a");
      fixture.engine().registry().refresh();
    }

    viewIndexed();

    assertThat(source.reads).as("b and c").hasValue(2);
  }

  @Test
  void fileThatIsOnlyTouched_staysInTheIndex() {
    viewIndexed();
    try (var fixture = indexed()) {
      fixture.engine().registry().list();
      source.put("a.md", "a\nDo a", "touched");
      fixture.engine().registry().refresh();
    }

    viewIndexed();

    assertThat(source.reads).hasValue(0);
  }

  @Test
  void changesAfterTheFirstScan_areWrittenAtTheClose() {
    try (var fixture = indexed()) {
      fixture.engine().registry().list();
      source.with("a.md", "a\nDo better").with("z.md", "z\nDo z");
      fixture.engine().registry().refresh();
      source.with("b.md", "!");
      fixture.engine().registry().refresh();
    }

    View next = viewIndexed();

    assertThat(source.reads).hasValue(0);
    assertThat(next).isEqualTo(viewWithoutIndex());
  }

  @Test
  void sourceThatDoesNotAnswer_keepsItsPlace() {
    var other = new FakeSource("other").with("o.md", "o\nDo o");
    other.lasting = true;
    view(fixture -> fixture.source(Scope.USER, other));
    other.scanFailure = new IOException("gone");
    source.with("a.md", "a\nDo better");
    view(fixture -> fixture.source(Scope.USER, other));

    other.scanFailure = null;
    other.reads.set(0);
    view(fixture -> fixture.source(Scope.USER, other));

    assertThat(other.reads).hasValue(0);
  }

  @Test
  void otherOptions_readAll_andSayNothing() {
    viewIndexed();

    View other = view(fixture -> fixture.index(file, "other"));

    assertThat(source.reads).hasValue(3);
    assertThat(other).isEqualTo(viewWithoutIndex());
  }

  @Test
  void lessTrust_countsForWhatIsIndexedToo() {
    Trust little = Trust.full().withoutAuthority().withTools(ToolGrant.of(List.of("Read")));
    try (var fixture = indexed()) {
      fixture.format.tools.put("a", ToolGrant.of(List.of("Read", "Bash")));
      fixture.format.attributes.put("a", Map.of("hooks", "run", "color", "red"));
      fixture.engine().registry().list();
    }

    source.reads.set(0);
    try (var fixture = new EngineFixture().source(Scope.PROJECT, source, little).index(file, "")) {
      AgentMetadata agent = fixture.engine().registry().find("a").orElseThrow();

      assertThat(source.reads).hasValue(0);
      assertThat(agent.tools().allows("Bash", "ls")).isFalse();
      assertThat(agent.tools().allows("Read", "x")).isTrue();
      assertThat(agent.attributes()).isEqualTo(Map.of("color", "red"));
      assertThat(fixture.engine().registry().diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("authority-stripped");
    }
  }

  @Test
  void protectedIds_areAlwaysRead() {
    Trust high = Trust.full().withProtectedIds();
    for (int i = 0; i < 2; i++) {
      source.reads.set(0);
      try (var fixture = new EngineFixture().source(Scope.SYSTEM, source, high).index(file, "")) {
        fixture.engine().registry().list();
      }
      assertThat(source.reads).hasValue(3);
    }
  }

  @Test
  void enforcedPins_readAll_andSaySo() {
    Pins pins = Pins.of(viewIndexed().agents());
    var rules = new Rules(Precedence.PROJECT_FIRST, Map.of(), pins, Pins.Mode.REFUSE);

    View view = view(fixture -> fixture.rules(rules));

    assertThat(source.reads).hasValue(3);
    assertThat(view.agents()).hasSize(3);
    assertThat(view.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            ("info [index-ignored] the index '%s' is not used, since pins are enforced and so"
                    + " every file is read; leave the index out, or the pins")
                .formatted(file));
  }

  @Test
  void damagedIndex_isReported_andWrittenAnew() throws IOException {
    viewIndexed();
    byte[] whole = Files.readAllBytes(file);
    var random = new Random(42);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = whole.clone();
      damaged[8 + random.nextInt(damaged.length - 8)] ^= (byte) (1 << random.nextInt(8));
      Files.write(
          file, i % 2 == 0 ? damaged : Arrays.copyOf(whole, 8 + i * (whole.length - 8) / 40));

      assertThat(codes()).containsExactly("index-ignored");
      assertThat(source.reads).hasValue(3);

      assertThat(codes()).isEmpty();
      assertThat(source.reads).hasValue(0);
    }
  }

  @Test
  void tooLargeIndex_isNotRead() throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("IMPRINDX".getBytes(UTF_8)));
      channel.write(ByteBuffer.allocate(1), 65L << 20); // a hole, so it costs nothing
    }

    assertThat(viewIndexed().diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly(
            "the index '%s' is not used: it has 68,157,441 bytes, more than 67,108,864"
                .formatted(file));
  }

  @Test
  void indexThatOthersCanWrite_isReported_andWrittenAnew() throws IOException {
    assumePosix();
    for (String mode : List.of("rw-rw----", "rw----rw-")) {
      viewIndexed();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

      assertThat(codes()).containsExactly("index-ignored");
      assertThat(source.reads).hasValue(3);
      assertThat(codes()).isEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void directoryThatOthersCanWrite_isNotUsed() throws IOException {
    assumePosix();
    viewIndexed();
    byte[] before = Files.readAllBytes(file);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
    source.with("a.md", "a\nDo better");

    assertThat(codes()).contains("index-ignored");

    assertThat(source.reads).hasValue(3);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void directoryAbove_thatOthersCanWrite_isNotUsed() throws IOException {
    assumePosix();
    file = Files.createDirectories(directory.resolve("shared/mine")).resolve("index");
    viewIndexed();
    Path shared = directory.resolve("shared");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(viewIndexed().diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly(
            "the index '%s' is not used: the directory '%s' above it: others may write to it"
                .formatted(file, shared.toRealPath()));
    assertThat(source.reads).hasValue(3);
    Files.setAttribute(shared, "unix:mode", 01777); // nobody may rename another's there
    assertThat(codes()).isEmpty();
    assertThat(source.reads).hasValue(0);
  }

  @Test
  void linkInPlaceOfAnIndex_isNeitherFollowedNorReplaced() throws IOException {
    assumePosix();
    viewIndexed();
    Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);

    assertNotReplaced("it is a link");

    assertThat(Files.readSymbolicLink(file)).isEqualTo(elsewhere);
  }

  @Test
  void fileThatIsNoIndex_isNotReplaced() throws IOException {
    for (String content : List.of("---\nname: qa\n---\nTest.", "IMP", "\n")) {
      Files.writeString(file, content);

      assertNotReplaced("it is no index");

      assertThat(file).hasContent(content);
    }
  }

  @Test
  void directoryInPlaceOfAnIndex_isNotReplaced() throws IOException {
    Files.createDirectory(file);

    assertNotReplaced("it is a directory");

    assertThat(file).isEmptyDirectory();
  }

  private void assertNotReplaced(String reason) {
    View view = viewIndexed();

    assertThat(source.reads).hasValue(3);
    assertThat(view.agents()).hasSize(3);
    assertThat(view.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            ("warning [index-not-written] the index '%s' is not written: %s; remove it, or name"
                    + " another file")
                .formatted(file, reason));
  }

  @Test
  void fileThatTakesThePlaceOfTheIndexMeanwhile_isNotReplaced() throws IOException {
    try (var fixture = indexed()) {
      fixture.engine().registry().list();
      Until.so(() -> Files.exists(file));
      Files.delete(file);
      Files.writeString(file, "mine");
      source.with("z.md", "z\nDo z");
      fixture.engine().registry().refresh();
    }

    assertThat(file).hasContent("mine");
  }

  @Test
  void emptyFile_isFilled() throws IOException {
    Files.createFile(file);

    assertThat(codes()).isEmpty();

    viewIndexed();
    assertThat(source.reads).hasValue(0);
  }

  @Test
  void missingDirectory_costsNothingButTheIndex() {
    file = directory.resolve("missing/index");

    View view = viewIndexed();

    assertThat(view.agents()).hasSize(3);
    assertThat(view.diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("the index '%s' is not used: there is no such directory".formatted(file));
  }

  @Test
  void findingOnTheIndex_isThereWithTheFirstAgents_evenIfNoFileAsksForTheIndex() throws Exception {
    Files.writeString(file, "no index");
    source.lasting = false;

    for (int i = 0; i < 100; i++) { // a thread that is late by chance
      assertThat(codes()).containsExactly("index-not-written");
    }
  }

  @Test
  void isRead_whileTheDiskHangs_doesNotWaitForIt() throws Exception {
    var disk = new CountDownLatch(1);
    try (var indexing = indexing(() -> "stamp", waitingFor(disk))) {
      indexing.begin();

      assertThat(indexing.isRead(1)).isFalse();

      disk.countDown();
      assertThat(indexing.isRead(60_000)).isTrue();
    }
  }

  /** Makes threads that work when there is a disk. */
  private static ThreadFactory waitingFor(CountDownLatch disk) {
    return work ->
        new Thread(
            () -> {
              try {
                disk.await();
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void fileInPlaceOfTheDirectory_isToldByItsReason() throws IOException {
    file = Files.createFile(directory.resolve("file")).resolve("index");

    View view = viewIndexed();

    assertThat(view.diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("the index '%s' is not used: its directory is a file".formatted(file));
  }

  @Test
  void codeThatCannotBeWatched_leavesTheIndexOut() {
    var place = BadIndexException.ofPlace("no change of the code of Some would be seen");

    try (var indexing = indexing(() -> raise(place))) {
      assertThat(indexing.with(List.of()))
          .extracting(Diagnostic::message)
          .containsExactly(
              "the index '%s' is not used: no change of the code of Some would be seen"
                  .formatted(file));
    }
  }

  private static String raise(BadIndexException e) throws BadIndexException {
    throw e;
  }

  @Test
  void filesThatAreGone_areForgotten() throws IOException {
    try (var indexing = indexing(() -> "stamp")) {
      BoundSource bound = bound();
      for (int i = 0; i < 1_000; i++) {
        source.with(i + ".md", i + "\nDo it");
        var scanned = new ScannedFile(resource(i + ".md"), i + ".md", "1");
        indexing.note(bound, scanned, content(), false);

        indexing.retain(List.of(state(bound, scanned)));

        assertThat(indexing.held()).isEqualTo(1);
      }
    }
  }

  @Test
  void failedWrite_forgetsWhatWasRead() throws Exception {
    Path lost = Files.createDirectory(directory.resolve("lost"));
    file = lost.resolve("index");
    var started = new LinkedBlockingQueue<Thread>();
    ThreadFactory threads =
        work -> {
          var thread = new Thread(work);
          started.add(thread);
          return thread;
        };
    try (var indexing = indexing(() -> "stamp", threads)) {
      BoundSource bound = bound();
      var scanned = new ScannedFile(resource("a.md"), "a.md", "1");
      indexing.begin();
      started.take().join();
      Files.delete(lost);
      indexing.note(bound, scanned, content(), false);

      indexing.scanned(List.of(state(bound, scanned)));
      started.take().join();

      assertThat(indexing.held()).isZero();
      indexing.note(bound, scanned, content(), false);
      assertThat(indexing.held()).isZero();
    }
  }

  @Test
  void close_ofAnInterruptedThread_writes_andKeepsTheInterrupt() {
    try (var fixture = indexed()) {
      fixture.engine().registry().list();
      source.with("a.md", "a\nDo better").with("z.md", "z\nDo z");
      fixture.engine().registry().refresh();
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();

    viewIndexed();

    assertThat(source.reads).hasValue(0);
  }

  @Test
  void close_whenNothingIsWrittenInTime_saysSo() throws Exception {
    var disk = new CountDownLatch(1);
    try {
      var indexing = indexing(() -> "stamp", waitingFor(disk));
      indexing.scanned(List.of());
      Thread.currentThread().interrupt();

      indexing.close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(indexing.with(List.of()))
          .extracting(Diagnostic::message)
          .containsExactly(
              "the index '%s' is not written: that takes longer than 5 s".formatted(file));
    } finally {
      disk.countDown();
    }
  }

  @Test
  void place_ofAUrl_doesNotDependOnTheWorkingDirectory() {
    assertThat(Indexing.place("https://example.org/agents"))
        .isEqualTo("https://example.org/agents");
    assertThat(Indexing.place("classpath:agents")).isEqualTo("classpath:agents");
    assertThat(Indexing.place("src")).isEqualTo(Path.of("src").toAbsolutePath().toString());
  }

  private Indexing indexing(Callable<String> stamp) {
    return indexing(stamp, Thread::new);
  }

  private Indexing indexing(Callable<String> stamp, ThreadFactory threads) {
    var rules = new Rules(Precedence.PROJECT_FIRST, Map.of(), null, Pins.Mode.REFUSE);
    return Indexing.of(file, List.of(bound()), rules, stamp, threads);
  }

  private BoundSource bound() {
    return new BoundSource(source, source.name(), Scope.PROJECT, 0, Trust.full());
  }

  private static SourceState state(BoundSource bound, ScannedFile scanned) {
    return new SourceState(
        bound, Map.of(scanned.path(), FileState.none(scanned, List.of())), List.of(), true);
  }

  private AgentResource resource(String path) throws IOException {
    return source.scan().resources().stream()
        .filter(one -> one.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static IndexedFile content() {
    return new IndexedFile("", "0".repeat(64), ParsedAgent.notThisFormat(), null);
  }

  @Test
  void manyEnginesOnOneFile_neverDamageIt() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try {
      var work = new ArrayList<Callable<List<String>>>();
      for (int i = 0; i < 4; i++) {
        int thread = i;
        work.add(() -> useOften(thread));
      }
      for (Future<List<String>> found : threads.invokeAll(work)) {
        assertThat(found.get()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  private List<String> useOften(int thread) {
    var found = new ArrayList<String>();
    for (int i = 0; i < 25; i++) {
      var mine = new FakeSource("team").with("a.md", "a\nDo " + thread);
      for (int agent = 0; agent < 20; agent++) {
        mine.put(agent + ".md", "agent-%d\n%d by %d".formatted(agent, i, thread), thread + "." + i);
      }
      mine.lasting = true;
      try (var fixture = new EngineFixture().source(Scope.PROJECT, mine).index(file, "")) {
        fixture.engine().registry().list();
        fixture.engine().registry().diagnostics().forEach(one -> found.add(one.toString()));
      }
    }
    return found;
  }

  private void assumePosix() {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }
}
