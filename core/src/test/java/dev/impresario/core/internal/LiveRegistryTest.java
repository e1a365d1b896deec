package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentLoadException;
import dev.impresario.Diagnostic;
import dev.impresario.Health.Status;
import dev.impresario.ImpresarioException;
import dev.impresario.Registry;
import dev.impresario.RegistryChange;
import dev.impresario.Scope;
import dev.impresario.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A registry that follows its sources by itself. */
@Timeout(60)
class LiveRegistryTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration QUIET = Duration.ofMillis(10);

  /** In the future, which counts as just now. */
  private static final Instant JUST_NOW = Instant.parse("2999-01-01T00:00:00Z");

  private final FakeSource source = new FakeSource("project").with("qa.md", "qa\n1");
  private final EngineFixture fixture =
      new EngineFixture().source(Scope.PROJECT, source).watching(NEVER, QUIET);
  private final Set<Thread> before = threads(); // those of others may be ending
  private final BlockingQueue<RegistryChange> changes = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void engineThatIsNotUsed_looksAtNothing() {
    fixture.engine().health();

    assertThat(source.scans).hasValue(0);
    assertThat(source.hints).isEmpty();
    assertThat(newThreads()).isEmpty();
  }

  @Test
  void engineThatDoesNotWatch_asksForNoHints() {
    try (var calm = new EngineFixture().source(Scope.PROJECT, source)) {
      calm.registry().onChange(changes::add);
      calm.registry().list();

      assertThat(source.hints).isEmpty();
      assertThat(newThreads()).isEmpty();
    }
  }

  @Test
  void closingEngine_wantsNoMoreHints() throws Exception {
    followed();

    fixture.close();

    assertThat(source.ended).hasValue(1);
  }

  @Test
  void hint_isEnoughForAChangeToBeSeen() throws Exception {
    Runnable hint = followed();

    source.with("qa.md", "qa\n2").with("new.md", "new\n");
    hint.run();

    assertThat(changes.take()).isEqualTo(change(Set.of("new"), Set.of("qa"), Set.of()));
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");
  }

  @Test
  void hintThatIsLost_isMadeUpForByTheInterval() throws Exception {
    var other = new FakeSource("deaf").with("qa.md", "qa\n1");
    try (var frequent = new EngineFixture().source(Scope.PROJECT, other).watching(QUIET, QUIET)) {
      frequent.registry().onChange(changes::add);
      frequent.registry().list();

      other.with("qa.md", "qa\n2");

      assertThat(changes.take()).isEqualTo(changed("qa"));
    }
  }

  @Test
  void burstOfHints_isOneScanOrTwo() throws Exception {
    Runnable hint = followed();
    int before = source.scans.get();

    for (int i = 0; i < 2_000; i++) {
      source.with("file-" + i + ".md", "agent-" + i + "\n");
      hint.run();
    }

    int seen = 0;
    while (seen < 2_000) {
      seen += changes.take().added().size();
    }
    assertThat(source.scans.get() - before).isLessThan(200);
  }

  @Test
  void firstScan_isNoChange() throws Exception {
    fixture.registry().onChange(changes::add);
    Runnable hint = source.hints.take(); // without any look-up
    source.with("new.md", "new\n");
    hint.run();

    assertThat(changes.take()).isEqualTo(change(Set.of("new"), Set.of(), Set.of()));
  }

  @Test
  void changeThatDoesNotParse_keepsTheLastGoodVersion() throws Exception {
    Runnable hint = followed();
    fixture.registry().load("qa");
    source.with("qa.md", "!").with("new.md", "new\n");

    hint.run();
    changes.take();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("1");
    assertThat(fixture.registry().diagnostics())
        .extracting(Diagnostic::code)
        .contains("bad-line", "last-good-version");
  }

  @Test
  void fileThatNeverRests_isTakenAfterAll() throws Exception {
    Runnable hint = followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "qa\n2");

    hint.run();

    assertThat(changes.take()).isEqualTo(changed("qa"));
  }

  @Test
  void refresh_leavesWhatIsBeingWritten_untilItRests() throws Exception {
    followed();
    fixture.registry().load("qa");
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "!");
    var looks = new AtomicInteger();
    source.lastChangedHook =
        () -> {
          if (looks.incrementAndGet() == 2) {
            source.with("qa.md", "qa\nwhole");
            source.lastChanged.remove("qa.md");
          }
        };

    assertThat(fixture.registry().refresh()).isEqualTo(changed("qa"));

    assertThat(fixture.registry().diagnostics()).isEmpty();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("whole");
    assertThat(changes.take()).isEqualTo(changed("qa"));
    assertThat(changes).isEmpty();
  }

  @Test
  void refresh_afterARemoval_returnsWhenTheFileIsGone() throws Exception {
    source.with("gone.md", "gone\n");
    followed();
    source.remove("gone.md");

    assertThat(fixture.registry().refresh().removed()).containsExactly("gone");
  }

  @Test
  void refreshThatWaitsForAFile_endsWhenItsThreadIsInterrupted_andTheNextMakesUpForIt()
      throws Exception {
    followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "qa\n2");
    Thread host = Thread.currentThread();
    source.lastChangedHook = host::interrupt;

    assertThatThrownBy(fixture.registry()::refresh)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage("interrupted while waiting for a scan");
    assertThat(Thread.interrupted()).isTrue();

    source.lastChangedHook = () -> {};
    assertThat(fixture.registry().refresh()).isEqualTo(changed("qa"));
  }

  @Test
  void refresh_takesWhatNeverRests_afterAll() throws Exception {
    followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "qa\n2").remove("gone.md");

    assertThat(fixture.registry().refresh()).isEqualTo(changed("qa"));
    assertThat(changes.take()).isEqualTo(changed("qa"));
  }

  @Test
  void refresh_tellsWhatChangedSinceTheLastOne_whateverWasSeenMeanwhile() throws Exception {
    Runnable hint = followed();
    source.with("qa.md", "qa\n2");
    hint.run();
    changes.take();

    assertThat(fixture.registry().refresh()).isEqualTo(changed("qa"));
    assertThat(fixture.registry().refresh().isEmpty()).isTrue();
  }

  @Test
  void loadThatMeetsAChangedFile_tellsListenersToo() throws Exception {
    followed();
    source.with("qa.md", "qa\n2");

    fixture.registry().load("qa");

    assertThat(changes.take()).isEqualTo(changed("qa"));
  }

  @Test
  void loadThatMeetsAFileBeingWritten_waitsUntilItRests() throws Exception {
    followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "!");
    var looks = new AtomicInteger();
    source.lastChangedHook =
        () -> {
          if (looks.incrementAndGet() == 2) {
            source.with("qa.md", "qa\nwhole");
            source.lastChanged.remove("qa.md");
          }
        };

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("whole");
  }

  @Test
  void loadOfAFileThatNeverRests_takesWhatIsThere() throws Exception {
    followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "qa\n2");

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");
  }

  @Test
  void loadOfAFileThatIsRemovedAndWrittenAnew_findsIt() throws Exception {
    fixture.watching(NEVER, Duration.ofMillis(200)); // no read takes as long, so it is not yet gone
    followed();
    source.remove("qa.md");
    var reads = new AtomicInteger();
    source.readHook =
        path -> {
          if (reads.incrementAndGet() == 3) { // by the load, then by the reread, then again
            source.with("qa.md", "qa\n2");
          }
        };

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");
  }

  @Test
  void loadThatWaitsForAFile_endsWhenItsThreadIsInterrupted() throws Exception {
    followed();
    source.lastChanged.put("qa.md", JUST_NOW);
    source.with("qa.md", "qa\n2");

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessageContaining("interrupted while it was read");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void changedPrompt_isHeldAtOnce_ifTheLastOneWas_andThatOneIsFreed() throws Exception {
    Runnable hint = followed();
    fixture.registry().load("qa");
    source.with("qa.md", "qa\n2");
    hint.run();
    changes.take();
    int reads = source.reads.get();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");

    assertThat(source.reads).hasValue(reads);
    fixture.registry().refresh(); // its turn comes when what follows from the change is begun
    Until.so(() -> fixture.cache.entries.size() == 1);
  }

  @Test
  void changedPrompt_isNotHeld_ifNobodyUsedTheLastOne() throws Exception {
    Runnable hint = followed();
    source.with("qa.md", "qa\n2");
    hint.run();
    changes.take();

    assertThat(fixture.cache.entries).isEmpty();
  }

  @Test
  void promptThatAnotherFileOffersToo_isNotFreed() throws Exception {
    source.with("twin.md", "qa\n1");
    Runnable hint = followed();
    fixture.registry().load("qa");
    source.remove("twin.md");
    source.with("new.md", "new\n");
    hint.run();
    changes.take();
    int reads = source.reads.get();

    fixture.registry().load("qa");

    assertThat(source.reads).hasValue(reads);
  }

  @Test
  void sourceThatHangsInAScan_holdsUpNoReader_andNoClose() throws Exception {
    Runnable hint = followed();
    fixture.registry().load("qa");
    var scanning = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    source.scanHook =
        () -> {
          scanning.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
          }
        };
    hint.run();
    scanning.await();

    assertThat(fixture.registry().find("qa")).isPresent();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("1");
    source.with("qa.md", "qa\n2");
    fixture.prompts.invalidate("qa");
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");
    fixture.close();

    interrupted.await();
  }

  @Test
  void listener_mayUseTheRegistry_andEndItself() throws Exception {
    Runnable hint = followed();
    Registry registry = fixture.registry();
    var own = new AtomicReference<Subscription>();
    var done = new CountDownLatch(1);
    own.set(
        registry.onChange(
            change -> {
              registry.refresh();
              registry.load("qa");
              registry.find("qa");
              Objects.requireNonNull(own.get()).close();
              done.countDown();
            }));
    source.with("qa.md", "qa\n2");

    hint.run();

    done.await();
  }

  @Test
  void listener_findsWhatItIsToldOf() throws Exception {
    followed();
    Registry registry = fixture.registry();
    var found = new LinkedBlockingQueue<Boolean>();
    registry.onChange(
        change -> change.added().forEach(id -> found.add(registry.find(id).isPresent())));

    for (int i = 0; i < 500; i++) {
      source.with("file-" + i + ".md", "agent-" + i + "\n");
      registry.refresh();
    }

    for (int i = 0; i < 500; i++) {
      assertThat(found.take()).isTrue();
    }
  }

  @Test
  void listenerThatBlocks_holdsUpNeitherTheRegistry_norClose() throws Exception {
    Runnable hint = followed();
    var blocked = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    fixture
        .registry()
        .onChange(
            change -> {
              blocked.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    source.with("qa.md", "qa\n2");
    hint.run();
    blocked.await();
    changes.take();
    source.with("qa.md", "qa\n3");
    hint.run();

    assertThat(changes.take()).isEqualTo(changed("qa"));
    fixture.close();
    interrupted.await();
  }

  @Test
  void onChange_afterClose_isRefused() {
    Registry registry = fixture.registry();
    fixture.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> registry.onChange(changes::add))
        .withMessage("the engine is closed");
  }

  @Test
  void sourceThatFails_isShownAsDegraded_andKeepsWhatItHeld() throws Exception {
    Runnable hint = followed();
    var scans = new Semaphore(0);
    source.scanHook = scans::release;
    source.scanFailure = new IOException("the disk is gone");

    hint.run();
    scans.acquire();
    fixture.registry().refresh(); // ends after that scan

    assertThat(fixture.engine().health().status()).isEqualTo(Status.DEGRADED);
    assertThat(fixture.registry().find("qa")).isPresent();
  }

  @Test
  void manyEngines_leaveNoThreadBehind() throws Exception {
    int engines = 100 * Integer.getInteger("impresario.soak.factor", 1);
    for (int i = 0; i < engines; i++) {
      var own = new FakeSource("project").with("qa.md", "qa\n1");
      try (var brief = new EngineFixture().source(Scope.PROJECT, own).watching(QUIET, QUIET)) {
        brief.registry().onChange(changes::add);
        brief.registry().list();
        if (i % 2 == 0) {
          own.hints.take().run();
        }
      }
    }

    for (Thread thread : threads()) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void hintOfAnEngineThatIsClosed_doesNothing() throws Exception {
    Runnable hint = followed();
    fixture.close();
    int scans = source.scans.get();

    hint.run();

    assertThat(source.scans).hasValue(scans);
  }

  /** Uses the registry, and waits until it follows its source and has seen all there is. */
  private Runnable followed() throws InterruptedException {
    var scans = new Semaphore(0);
    source.scanHook = scans::release;
    fixture.registry().onChange(changes::add);
    fixture.registry().list();
    Runnable hint = source.hints.take();
    assertThat(scans.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
    fixture.registry().refresh(); // ends after the scan that has begun
    source.scanHook = () -> {};
    return hint;
  }

  private Set<Thread> newThreads() {
    Set<Thread> now = threads();
    now.removeAll(before);
    return now;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("impresario-registry-"))
        .collect(Collectors.toSet());
  }

  private static RegistryChange changed(String id) {
    return change(Set.of(), Set.of(id), Set.of());
  }

  private static RegistryChange change(
      Set<String> added, Set<String> changed, Set<String> removed) {
    return new RegistryChange(added, changed, removed);
  }
}
