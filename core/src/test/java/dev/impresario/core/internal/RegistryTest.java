package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentLoadException;
import dev.impresario.AgentMetadata;
import dev.impresario.AgentNotFoundException;
import dev.impresario.AgentQuery;
import dev.impresario.Diagnostic;
import dev.impresario.ImpresarioException;
import dev.impresario.LoadResults;
import dev.impresario.Registry;
import dev.impresario.RegistryChange;
import dev.impresario.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final FakeSource project = new FakeSource("project");
  private final FakeSource user = new FakeSource("user");
  private final EngineFixture fixture =
      new EngineFixture().source(Scope.PROJECT, project).source(Scope.USER, user);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void build_looksAtNoSource_untilTheRegistryIsUsed() {
    project.with("qa.md", "qa\nTest.");
    Registry registry = fixture.registry();
    assertThat(project.scans).hasValue(0);

    registry.list();
    registry.find("qa");

    assertThat(project.scans).hasValue(1);
  }

  @Test
  void list_returnsAllAgentsOfAllSources_sortedById() {
    project.with("b.md", "zoe\n").with("a.md", "mia\n");
    user.with("c.md", "abe\n");

    assertThat(ids(fixture.registry())).containsExactly("abe", "mia", "zoe");
  }

  @Test
  void list_withAQuery_returnsOnlyWhatMeetsIt() {
    project.with("a.md", "mia\n");
    user.with("b.md", "abe\n");

    List<AgentMetadata> found =
        fixture.registry().list(AgentQuery.all().withScope(Scope.USER).where(m -> true));

    assertThat(found).extracting(AgentMetadata::id).containsExactly("abe");
  }

  @Test
  void load_returnsThePromptAsWritten() {
    project.with("qa.md", "qa\n\nTest it.\n");

    AgentDefinition definition = fixture.registry().load("qa");

    assertThat(definition.prompt()).isEqualTo("\nTest it.\n");
    assertThat(definition.metadata().version())
        .isEqualTo("88c012a8dfdb8f485486cbc442c3d447983407892702e6f97884e9af6fca0200");
  }

  @Test
  void load_ofAnUnknownId_saysWhatWasMeant() {
    project.with("qa.md", "qa\n").with("ops.md", "ops\n");

    assertThatThrownBy(() -> fixture.registry().load("qaa"))
        .isInstanceOf(AgentNotFoundException.class)
        .hasMessage("no agent 'qaa'; did you mean 'qa'? 2 agents are on offer");
  }

  @Test
  void load_twice_readsTheFileOnceForTheScanAndOnceForThePrompt() {
    project.with("qa.md", "qa\nTest.");

    fixture.registry().load("qa");
    fixture.registry().load("qa");

    assertThat(project.reads).hasValue(2);
  }

  @Test
  void loadAsync_loadsOnAThreadOfTheEngine() throws Exception {
    project.with("qa.md", "qa\nTest.");
    var reader = new ArrayList<String>();
    fixture.registry().list();
    project.readHook = path -> reader.add(Thread.currentThread().getName());

    AgentDefinition definition = fixture.registry().loadAsync("qa").get(10, TimeUnit.SECONDS);

    assertThat(definition.prompt()).isEqualTo("Test.");
    assertThat(reader).singleElement().asString().startsWith("impresario-");
  }

  @Test
  void loadAsync_ofAnUnknownId_failsTheFuture() {
    assertThatThrownBy(() -> fixture.registry().loadAsync("qa").get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AgentNotFoundException.class);
  }

  @Test
  void loadAll_accountsForEveryId_inTheOrderAsked() {
    project.with("b.md", "b\n2").with("a.md", "a\n1");
    project.with("broken.md", "broken\nx");
    fixture.registry().list();
    project.with("broken.md", "!");

    LoadResults results = fixture.registry().loadAll(List.of("b", "nobody", "a", "broken", "b"));

    assertThat(results.loaded().keySet()).containsExactly("b", "a");
    assertThat(results.failed().keySet()).containsExactly("nobody", "broken");
    assertThat(results.failed().get("nobody")).isInstanceOf(AgentNotFoundException.class);
    assertThat(results.failed().get("broken")).isInstanceOf(AgentLoadException.class);
  }

  @Test
  void loadAll_whenASourceThrowsABug_harmsOnlyThatAgent() {
    project.with("a.md", "a\n1").with("b.md", "b\n2");
    fixture.registry().list();
    project.readHook =
        path -> {
          if (path.equals("a.md")) {
            throw new IllegalStateException("a bug of the source");
          }
        };

    LoadResults results = fixture.registry().loadAll(List.of("a", "b"));

    assertThat(results.loaded().keySet()).containsExactly("b");
    assertThat(results.failed().get("a"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessageContaining("a bug of the source");
  }

  // ---- precedence -------------------------------------------------------------------------------

  @Test
  void anIdOfTwoScopes_standsForTheNearer_andExplainSaysWhy() {
    user.with("x.md", "qa\nuser's");
    project.with("y.md", "qa\nproject's");

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("project's");
    var resolution = fixture.registry().explain("qa");
    assertThat(resolution.candidates())
        .extracting(c -> c.metadata().origin().place() + ": " + c.reason())
        .containsExactly(
            "project/y.md: wins: scope project comes before scope user (project-first)",
            "user/x.md: shadowed: scope project comes before scope user (project-first)");
    assertThat(resolution.winner().orElseThrow().origin().source()).isEqualTo("project");
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "user/x.md: info [shadowed] agent 'qa' is hidden by project/y.md: scope project comes"
                + " before scope user (project-first)");
  }

  @Test
  void anIdTwiceInOneSource_standsForTheFirstPath_andWarns() {
    project.with("b.md", "qa\nb").with("a.md", "qa\na").with("c.md", "qa\nc");

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("a");
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "project/b.md: warning [duplicate-id] agent 'qa' is hidden by project/a.md: path"
                + " 'a.md' comes before path 'b.md' in the same source; rename one of them",
            "project/c.md: warning [duplicate-id] agent 'qa' is hidden by project/a.md: path"
                + " 'a.md' comes before path 'c.md' in the same source; rename one of them");
  }

  @Test
  void twoSourcesOfOneScope_winInTheOrderTheyWereNamed() {
    try (var other =
        new EngineFixture()
            .source(Scope.PROJECT, new FakeSource("first").with("z.md", "qa\n1"))
            .source(Scope.PROJECT, new FakeSource("second").with("a.md", "qa\n2"))) {

      assertThat(other.registry().load("qa").prompt()).isEqualTo("1");
      assertThat(other.registry().explain("qa").shadowed())
          .singleElement()
          .extracting(c -> c.reason())
          .isEqualTo("shadowed: source 'first' was named before source 'second'");
    }
  }

  @Test
  void idsThatDifferInCaseOnly_bothLoad_withAWarning() {
    project.with("a.md", "Shadow\n1").with("b.md", "shadow\n2");

    assertThat(ids(fixture.registry())).containsExactly("Shadow", "shadow");
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "project/b.md: warning [alike-id] agent 'shadow' is easily taken for 'Shadow' from"
                + " project/a.md; rename one of them");
  }

  @Test
  void idsThatDifferInUnicodeFormOnly_areOneId() {
    project.with("a.md", "caf\u00e9\n1").with("b.md", "cafe\u0301\n2");

    assertThat(ids(fixture.registry())).containsExactly("caf\u00e9");
    assertThat(fixture.registry().load("cafe\u0301").prompt()).isEqualTo("1");
    assertThat(fixture.registry().diagnostics())
        .singleElement()
        .extracting(Diagnostic::code)
        .isEqualTo("duplicate-id");
  }

  @Test
  void explain_ofAnIdThatNobodyOffers_namesTheFileThatWouldHave() {
    project.with("team/qa.md", "!");

    var resolution = fixture.registry().explain("qa");

    assertThat(resolution.candidates()).isEmpty();
    assertThat(resolution.diagnostics()).extracting(Diagnostic::code).containsExactly("bad-line");
    assertThat(fixture.registry().explain("other").diagnostics()).isEmpty();
  }

  // ---- refresh ----------------------------------------------------------------------------------

  @Test
  void refresh_returnsWhatWasAddedChangedAndRemoved() {
    project.with("a.md", "a\n").with("b.md", "b\n").with("c.md", "c\n");
    fixture.registry().list();

    project.remove("a.md");
    project.with("b.md", "b\nnew").with("d.md", "d\n");

    assertThat(fixture.registry().refresh())
        .isEqualTo(new RegistryChange(Set.of("d"), Set.of("b"), Set.of("a")));
    assertThat(fixture.registry().refresh().isEmpty()).isTrue();
  }

  @Test
  void refresh_asTheFirstCall_returnsEverythingAsAdded() {
    project.with("a.md", "a\n");

    assertThat(fixture.registry().refresh().added()).containsExactly("a");
  }

  @Test
  void refresh_readsOnlyWhatHasAnotherRevision_andParsesOnlyOtherBytes() {
    project.with("a.md", "a\n").with("b.md", "b\n");
    fixture.registry().list();
    project.with("b.md", "b\n"); // touched

    assertThat(fixture.registry().refresh().isEmpty()).isTrue();

    assertThat(project.reads).hasValue(3);
    assertThat(fixture.format.parses).hasValue(2);
  }

  @Test
  void refresh_whenTheWinnerGoes_showsTheOneItHid_asChanged() {
    project.with("a.md", "qa\n1");
    user.with("b.md", "qa\n2");
    fixture.registry().list();

    project.remove("a.md");

    assertThat(fixture.registry().refresh().changed()).containsExactly("qa");
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("2");
  }

  @Test
  void refresh_whenASourceCannotBeScanned_keepsWhatItHeld_andSaysSo() {
    project.with("a.md", "a\n");
    fixture.registry().list();

    project.scanFailure = new IOException("disk on fire");
    fixture.registry().refresh();

    assertThat(ids(fixture.registry())).containsExactly("a");
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "project: error [scan-failed] it cannot be scanned: java.io.IOException: disk on"
                + " fire; what was known of it stays in use");

    project.scanFailure = null;
    fixture.registry().refresh();
    assertThat(fixture.registry().diagnostics()).isEmpty();
  }

  @Test
  void refresh_whenAFileGoesBad_keepsItsLastGoodVersion_withTheCachedPrompt() {
    project.with("qa.md", "qa\nTest.");
    fixture.registry().load("qa");

    project.with("qa.md", "!");
    RegistryChange change = fixture.registry().refresh();
    fixture.prompts.invalidate("qa"); // the snapshot has it, whatever the cache forgets

    assertThat(change.isEmpty()).isTrue();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("Test.");
    assertThat(fixture.registry().find("qa").orElseThrow().degraded()).isFalse();
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "project/qa.md: warning [last-good-version] the last good version of agent 'qa' stays"
                + " in use; mend the file",
            "project/qa.md:1:1: error [bad-line] no id; write one");
  }

  @Test
  void refresh_whenAFileGoesBad_andItsPromptWasNeverLoaded_showsItAsDegraded() {
    project.with("qa.md", "qa\nTest.");
    fixture.registry().list();

    project.with("qa.md", "!");
    RegistryChange change = fixture.registry().refresh();

    assertThat(change.changed()).containsExactly("qa");
    assertThat(fixture.registry().find("qa").orElseThrow().degraded()).isTrue();
    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessage(
            "agent 'qa' from project/qa.md cannot be loaded: project/qa.md:1:1: error [bad-line]"
                + " no id; write one");
  }

  @Test
  void refresh_whenABadFileIsMended_isAsIfNothingHadBeen() {
    project.with("qa.md", "qa\nTest.");
    fixture.registry().list();
    project.with("qa.md", "!");
    fixture.registry().refresh();

    project.with("qa.md", "qa\nTest.");
    fixture.registry().refresh();

    assertThat(fixture.registry().find("qa").orElseThrow().degraded()).isFalse();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("Test.");
    assertThat(fixture.registry().diagnostics()).isEmpty();
  }

  @Test
  void refresh_whenAFileIsNoAgentAnyMore_dropsIt() {
    project.with("qa.md", "qa\nTest.");
    fixture.registry().list();

    project.with("qa.md", "# Read me");

    assertThat(fixture.registry().refresh().removed()).containsExactly("qa");
    assertThat(fixture.registry().diagnostics())
        .singleElement()
        .extracting(Diagnostic::code)
        .isEqualTo("not-an-agent");
  }

  @Test
  void oneBadFile_neverCostsAnother() {
    project.with("a.md", "!").with("b.md", "crash").with("c.md", "c\n");
    project.with("d.md", "x".repeat(LineFormat.MAXIMUM_BYTES + 1));
    project.readHook =
        path -> {
          if (path.equals("e.md")) {
            throw new IOException("bad sector");
          }
        };
    project.with("e.md", "e\n").with("f.md", "f\n");

    assertThat(ids(fixture.registry())).containsExactly("c", "f");
    assertThat(texts(fixture.registry()))
        .containsExactly(
            "project/a.md:1:1: error [bad-line] no id; write one",
            "project/b.md: error [plugin-failed] java.lang.IllegalStateException: a bug of the"
                + " format; this is a bug of the source or format; report it",
            "project/d.md: error [too-large] it has 201 bytes or more; at most 200 are read;"
                + " shorten it, or raise the format's option max-file-bytes",
            "project/e.md: error [unreadable] it cannot be read: java.io.IOException: bad sector");
  }

  @Test
  void refresh_keepsWhatIsMissing_whileAnErrorOfTheSourceNamesNoPlace() {
    project.with("a.md", "a\n").with("deep/b.md", "b\n");
    fixture.registry().list();
    project.remove("deep/b.md");
    project.problems =
        List.of(
            Diagnostic.ofSource(
                Diagnostic.Severity.ERROR,
                "more-problems",
                "7 more entries have problems",
                "solve"));

    assertThat(fixture.registry().refresh().removed()).isEmpty();
    assertThat(fixture.registry().find("b")).isPresent();

    project.problems = List.of();
    assertThat(fixture.registry().refresh().removed()).containsExactly("b");
  }

  @Test
  void refresh_triesAFileAgainThatCouldNotBeRead_thoughItsRevisionIsTheSame() {
    project.with("a.md", "a\n");
    project.readHook =
        path -> {
          throw new IOException("network gone");
        };
    assertThat(fixture.registry().list()).isEmpty();

    project.readHook = path -> {};

    assertThat(fixture.registry().refresh().added()).containsExactly("a");
  }

  // ---- a file that changes between scan and load ------------------------------------------------

  @Test
  void load_ofAFileThatChangedSince_readsItAnew_soThatMetadataAndPromptAreOfOneVersion() {
    project.with("qa.md", "qa\nold");
    String before = fixture.registry().find("qa").orElseThrow().version();

    project.changeUnseen("qa.md", "qa\nnew");
    AgentDefinition loaded = fixture.registry().load("qa");

    assertThat(loaded.prompt()).isEqualTo("new");
    assertThat(loaded.metadata().version()).isNotEqualTo(before);
    assertThat(fixture.registry().find("qa")).contains(loaded.metadata());
  }

  @Test
  void load_ofAFileThatIsGone_throwsNotFound() {
    project.with("qa.md", "qa\nold");
    fixture.registry().list();
    project.remove("qa.md");

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentNotFoundException.class);
    assertThat(fixture.registry().list()).isEmpty();
  }

  @Test
  void load_ofAFileThatGrewTooLarge_throwsWithTheReason() {
    project.with("qa.md", "qa\nold");
    fixture.registry().list();
    project.changeUnseen("qa.md", "qa\n" + "x".repeat(300));

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessageContaining("[too-large] it has 303 bytes or more; at most 200 are read");
  }

  @Test
  void load_ofAFileThatNeverRests_returnsOneOfItsVersionsWhole() {
    var count = new AtomicInteger();
    project.with("qa.md", "qa\n0");
    fixture.registry().list();
    project.readHook = path -> project.changeUnseen("qa.md", "qa\n" + count.incrementAndGet());

    AgentDefinition loaded = fixture.registry().load("qa");

    assertThat(loaded.prompt()).isEqualTo("2");
    assertThat(loaded.metadata().version()).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
  }

  @Test
  void load_ofAFileThatNeverRests_whilePromptsAreInvalidated_returnsOneOfItsVersionsWhole() {
    var prompts = new CompletableFuture<CoalescingPromptCache>();
    var invalidated =
        new MapCache<PromptKey, String>() {
          @Override
          public void put(PromptKey key, String value) {
            super.put(key, value);
            prompts.join().invalidate(key.id()); // as if by another thread, in the worst moment
          }
        };
    prompts.complete(new CoalescingPromptCache(invalidated, 1_000));
    var count = new AtomicInteger();
    project.with("qa.md", "qa\n0");
    Registry restless = new EngineFixture(prompts.join()).source(Scope.PROJECT, project).registry();
    restless.list();
    project.readHook = path -> project.changeUnseen("qa.md", "qa\n" + count.incrementAndGet());

    AgentDefinition loaded = restless.load("qa");

    assertThat(loaded.prompt()).isEqualTo("2");
    assertThat(loaded.metadata().version()).isEqualTo(Sha256.of("qa\n2".getBytes(UTF_8)));
    assertThat(restless.load("qa").prompt()).isEqualTo("4");
  }

  @Test
  void load_ofAFileThatCannotBeRead_givesUpAfterThreeAttempts() {
    var count = new AtomicInteger();
    project.with("qa.md", "qa\n0");
    fixture.registry().list();
    project.readHook =
        path -> {
          count.incrementAndGet();
          throw new IOException("the disk is gone");
        };

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessageStartingWith(
            "agent 'qa' from project/qa.md cannot be loaded: attempt 3 failed: ")
        .hasMessageEndingWith("the disk is gone");
    assertThat(count).hasValueLessThan(10);
  }

  @Test
  void load_byAnInterruptedThread_throwsAndKeepsTheInterrupt() {
    project.with("qa.md", "qa\n0");
    fixture.registry().list();
    project.readHook =
        path -> {
          Thread.currentThread().interrupt();
          throw new java.nio.channels.ClosedByInterruptException();
        };

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fixture.registry().diagnostics()).isEmpty();
  }

  @Test
  void refresh_byAnInterruptedThread_throwsAndMarksNoFileAsBad() {
    project.with("a.md", "a\n");
    fixture.registry().list();
    project.with("a.md", "a\nnew");
    Thread host = Thread.currentThread();
    project.readHook =
        path -> {
          host.interrupt();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by the engine, since its caller was
          }
          throw new java.nio.channels.ClosedByInterruptException();
        };

    assertThatThrownBy(() -> fixture.registry().refresh())
        .isInstanceOf(ImpresarioException.class)
        .hasMessage("interrupted while waiting for a scan");
    assertThat(Thread.interrupted()).isTrue();
    project.readHook = path -> {};

    assertThat(fixture.registry().diagnostics()).isEmpty();
    assertThat(fixture.registry().refresh().changed()).containsExactly("a");
  }

  // ---- threads ----------------------------------------------------------------------------------

  @Test
  void refresh_byManyAtOnce_sharesScans_yetEachSeesWhatWasThereWhenItCalled() throws Exception {
    fixture.registry().list();
    int callers = 16;
    var start = new CountDownLatch(1);
    var missed = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      String id = "agent-" + i;
      var thread =
          new Thread(
              () -> {
                await(start);
                project.with(id + ".md", id + "\n");
                fixture.registry().refresh();
                missed.addAndGet(fixture.registry().find(id).isPresent() ? 0 : 1);
              });
      threads.add(thread);
      thread.start();
    }

    start.countDown();
    for (Thread thread : threads) {
      thread.join(20_000);
    }

    assertThat(missed).hasValue(0);
    assertThat(fixture.registry().list()).hasSize(callers);
    assertThat(project.scans.get()).isLessThanOrEqualTo(callers + 1);
  }

  @Test
  void readers_duringAScanThatHangs_seeTheLastSnapshotWithoutWaiting() throws Exception {
    project.with("a.md", "a\n");
    fixture.registry().list();
    var reading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    project.with("a.md", "a\nnew");
    project.readHook =
        path -> {
          reading.countDown();
          await(release);
        };
    var refreshing = new Thread(() -> fixture.registry().refresh());
    refreshing.start();
    await(reading);

    assertThat(fixture.registry().find("a")).isPresent();

    release.countDown();
    refreshing.join(20_000);
  }

  @Test
  void afterClose_everyCallThrows_andTheEngineHasClosedItsSources() {
    project.with("a.md", "a\n");
    Registry registry = fixture.registry();
    registry.list();

    fixture.close();
    fixture.close();

    assertThat(project.closed).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(registry::list)
        .withMessage("the engine is closed");
    assertThatIllegalStateException().isThrownBy(() -> registry.find("a"));
    assertThatIllegalStateException().isThrownBy(() -> registry.load("a"));
    assertThatIllegalStateException().isThrownBy(() -> registry.loadAll(List.of("a")));
    assertThatIllegalStateException().isThrownBy(registry::refresh);
    assertThatIllegalStateException().isThrownBy(registry::diagnostics);
    assertThatIllegalStateException().isThrownBy(() -> registry.explain("a"));
    assertThatIllegalStateException().isThrownBy(() -> fixture.engine().registry());
    assertThatThrownBy(() -> registry.loadAsync("a").get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  private static List<String> ids(Registry registry) {
    return registry.list().stream().map(AgentMetadata::id).toList();
  }

  private static List<String> texts(Registry registry) {
    return registry.diagnostics().stream().map(Diagnostic::toString).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
