package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Precedence;
import dev.impresario.Scope;
import dev.impresario.Trust;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.live.Rest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scan takes that nobody asked for, and what it leaves as it was. */
class PatientScanTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(60);

  private final AtomicLong ticker = new AtomicLong();
  private final Workers workers = new Workers();
  private final CoalescingPromptCache prompts = new CoalescingPromptCache(new MapCache<>(), 1_000);
  private final FakeSource source = new FakeSource("project");
  private final Scanner scanner =
      new Scanner(
          new Reader(new Formats(List.of(new Format("line", new LineFormat(), true))), prompts),
          workers,
          new Rest(Duration.ofMillis(100), () -> NOW, ticker::get));
  private List<SourceState> states =
      List.of(
          SourceState.unseen(new BoundSource(source, "project", Scope.PROJECT, 0, Trust.full())));

  @BeforeEach
  void scanFirst() throws Exception {
    source.with("qa.md", "qa\n1");
    states = scanner.scan(states, false);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void changeThatRests_isTaken() throws Exception {
    write("qa.md", "qa\n2", LONG_AGO);

    scan();

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void changeOfAMomentAgo_isHeldBack_untilItRests() throws Exception {
    String before = version("qa");
    write("qa.md", "qa\n2", NOW.minusMillis(50));

    scan();
    scan();
    assertThat(version("qa")).isEqualTo(before);
    assertThat(scanner.holdsBack()).isTrue();
    source.lastChanged.put("qa.md", LONG_AGO);
    scan();

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void whileAChangeIsHeldBack_theStateIsTheVeryObjectOfBefore() throws Exception {
    write("qa.md", "qa\n2", NOW);
    write("new.md", "new\n1", NOW);
    List<SourceState> before = states;

    scan();

    assertThat(states.get(0)).isSameAs(before.get(0));
  }

  @Test
  void halfWrittenFile_isNoFinding_untilItRests() throws Exception {
    write("qa.md", "!", NOW);

    scan();
    assertThat(codes()).isEmpty();
    source.lastChanged.put("qa.md", LONG_AGO);
    scan();

    assertThat(codes()).contains("bad-line", "last-good-version");
    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n1".getBytes(UTF_8)));
  }

  @Test
  void fileThatNeverRests_isTakenAfterASecond() throws Exception {
    write("qa.md", "qa\n2", NOW.plusSeconds(3_600));

    scan();
    tick(999);
    scan();
    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n1".getBytes(UTF_8)));
    tick(1);
    scan();

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void fileThatIsRewrittenAllTheTime_isTakenEverySecond() throws Exception {
    for (int millis = 0; millis <= 1_000; millis += 100) {
      write("qa.md", "qa\n" + millis, NOW);
      scan();
      tick(100);
    }

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n1000".getBytes(UTF_8)));
  }

  @Test
  void newFile_isHeldBackLikewise() throws Exception {
    write("new.md", "new\n1", NOW);

    scan();
    assertThat(ids()).containsExactly("qa");
    source.lastChanged.put("new.md", LONG_AGO);
    scan();

    assertThat(ids()).containsExactly("new", "qa");
  }

  @Test
  void removedFile_staysForAQuietPeriod() throws Exception {
    source.remove("qa.md");

    scan();
    tick(99);
    scan();
    assertThat(ids()).containsExactly("qa");
    assertThat(scanner.holdsBack()).isTrue();
    tick(1);
    scan();

    assertThat(ids()).isEmpty();
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void fileThatIsRemovedAndWrittenAnew_neverVanishes() throws Exception {
    source.remove("qa.md");
    scan();
    assertThat(ids()).containsExactly("qa");

    write("qa.md", "qa\n2", LONG_AGO);
    tick(5_000);
    scan();

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
  }

  @Test
  void fileThatIsRemovedBetweenTheScanAndTheRead_staysForAQuietPeriod() throws Exception {
    write("qa.md", "qa\n2", LONG_AGO);
    source.readHook = source::remove;

    scan();
    assertThat(ids()).containsExactly("qa");
    source.readHook = path -> {};
    tick(100);
    scan();

    assertThat(ids()).isEmpty();
  }

  @Test
  void changeThatIsTakenBack_isNone() throws Exception {
    source.put("qa.md", "qa\n1", "a");
    scan();
    List<SourceState> before = states;
    source.put("qa.md", "qa\n2", "b");
    source.lastChanged.put("qa.md", NOW);
    scan();

    source.put("qa.md", "qa\n1", "a");
    scan();

    assertThat(states.get(0)).isSameAs(before.get(0));
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void unchangedFile_isNotAskedAnything() throws Exception {
    int reads = source.reads.get();
    source.lastChangedHook =
        () -> {
          throw new AssertionError("asked");
        };

    scan();

    assertThat(source.reads).hasValue(reads);
    assertThat(codes()).isEmpty();
  }

  @Test
  void impatientScan_takesWhatIsThere() throws Exception {
    write("qa.md", "qa\n2", NOW);
    scan();

    states = scanner.scan(states, false);

    assertThat(version("qa")).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
    assertThat(scanner.holdsBack()).isFalse();
  }

  @Test
  void fileThatCannotBeRead_changesNothing_fromOneScanToTheNext() throws Exception {
    source.with("crash.md", "crash");
    scan();
    List<SourceState> before = states;

    scan();

    assertThat(codes()).containsExactly("plugin-failed");
    assertThat(states.get(0)).isSameAs(before.get(0));
  }

  private void write(String path, String content, Instant lastChanged) {
    source.with(path, content);
    source.lastChanged.put(path, lastChanged);
  }

  private void tick(int millis) {
    ticker.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void scan() throws InterruptedException {
    states = scanner.scan(states, true);
  }

  private Snapshot merged() {
    return Merger.merge(states, List.of(), RulesOf.precedence(Precedence.PROJECT_FIRST));
  }

  private List<String> ids() {
    return merged().agents().stream().map(AgentMetadata::id).toList();
  }

  private List<String> codes() {
    return merged().diagnostics().stream().map(Diagnostic::code).toList();
  }

  private String version(String id) {
    return merged().require(id).metadata().version();
  }
}
