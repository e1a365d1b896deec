package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentMetadata;
import dev.impresario.ImpresarioException;
import dev.impresario.Match;
import dev.impresario.Registry;
import dev.impresario.Scope;
import dev.impresario.Shortlist;
import dev.impresario.Trust;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a selector follows the registry, and what becomes of what it says. */
@Timeout(60)
class MatchingTest {
  private final FakeSource source = new FakeSource("project");
  private final EngineFixture fixture = new EngineFixture().source(Scope.PROJECT, source);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    fixture.close();
  }

  // ---- by words, as engines do

  @Test
  void match_findsAgentsByNamesDescriptionsAndPrompts() {
    describe("qa", "Tests the login");
    source.with("qa.md", "qa\n").with("ops.md", "ops\n# Kubernetes\n").with("x.md", "x\nZebras.");

    assertThat(ids(match("test", 5))).containsExactly("qa");
    assertThat(ids(match("kubernetes", 5))).containsExactly("ops");
    assertThat(ids(match("zebra", 5))).containsExactly("x");
    assertThat(ids(match("x", 5))).containsExactly("x");
  }

  @Test
  void match_readsNoPromptBefore_eachOnceThen_andNoneThroughTheCache() {
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Eta\n");
    Registry registry = fixture.registry();
    registry.list();
    int scanned = source.reads.get();

    match("zeta", 5);
    match("eta", 5);

    assertThat(source.reads).hasValue(scanned + 2);
    assertThat(fixture.cache.size().entries()).isZero();
  }

  @Test
  void match_afterAChange_readsWhatChanged_andGoesByIt() {
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Eta\n").with("x.md", "x\n# Iota\n");
    match("zeta", 5);
    source.with("qa.md", "qa\n# Theta\n");
    source.remove("x.md");
    source.with("new.md", "new\n# Kappa\n");
    fixture.registry().refresh();
    int scanned = source.reads.get();

    assertThat(ids(match("zeta", 5))).isEmpty();
    assertThat(ids(match("theta", 5))).containsExactly("qa");
    assertThat(ids(match("iota", 5))).isEmpty();
    assertThat(ids(match("kappa", 5))).containsExactly("new");
    assertThat(ids(match("eta", 5))).containsExactly("ops");
    assertThat(source.reads).hasValue(scanned + 2);
  }

  @Test
  void match_ofAnAgentWhoseFileCannotBeReadAnyMore_goesByWhatIsKnownOfIt() {
    describe("qa", "Tests the login");
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Zeta\n");
    fixture.registry().list();
    source.readHook =
        path -> {
          if (path.equals("qa.md")) {
            throw new IOException("not now");
          }
        };

    assertThat(ids(match("zeta", 5))).containsExactly("ops");
    assertThat(ids(match("login", 5))).containsExactly("qa");
  }

  @Test
  void match_afterAReadThatFailedOnce_goesByThePromptAgain() {
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Eta\n");
    fixture.registry().list();
    source.readHook =
        path -> {
          if (path.equals("qa.md")) {
            throw new IOException("not now");
          }
        };
    assertThat(ids(match("zeta", 5))).isEmpty();
    source.readHook = path -> {};

    source.with("new.md", "new\n");
    fixture.registry().refresh();

    assertThat(ids(match("zeta", 5))).containsExactly("qa");
  }

  @Test
  void match_whileAReadHangs_goesByTheMetadataOfThatAgent_andByThePromptInTheEnd() {
    describe("qa", "Tests the login");
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Eta\n");
    fixture.registry().list();
    source.readHook =
        path -> {
          if (path.equals("qa.md")) {
            awaitDeaf();
          }
        };

    assertThat(ids(match("eta", 5))).containsExactly("ops");
    assertThat(ids(match("login", 5))).containsExactly("qa");
    int reads = source.reads.get();
    source.with("new.md", "new\n");
    fixture.registry().refresh();
    assertThat(ids(match("zeta", 5))).isEmpty();
    assertThat(source.reads.get() - reads).isEqualTo(2); // of the new one: parsed and matched

    release.countDown();
    source.readHook = path -> {};
    awaitProfile();
    assertThat(ids(match("zeta", 5))).containsExactly("qa");
  }

  /** The reading that hung ends on a thread of its own; each change has it looked at again. */
  private void awaitProfile() {
    for (int i = 0; ids(match("zeta", 5)).isEmpty(); i++) {
      source.with("more.md", "more\n" + i);
      fixture.registry().refresh();
    }
  }

  @Test
  void close_releasesWhoWaitsForAReadThatHangs() throws Exception {
    source.with("qa.md", "qa\n# Zeta\n").with("ops.md", "ops\n# Eta\n");
    Registry registry = fixture.registry();
    registry.list();
    var begun = new CountDownLatch(1);
    source.readHook =
        path -> {
          begun.countDown();
          awaitDeaf();
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Shortlist>> asking = new ArrayList<>();
      asking.add(threads.submit(() -> registry.match("zeta", 5)));
      asking.add(threads.submit(() -> registry.match("zeta", 5)));
      begun.await();

      fixture.close();

      for (Future<Shortlist> each : asking) {
        assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
            .hasRootCauseMessage("the engine is closed");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** As a source that does not listen to interrupts. */
  private void awaitDeaf() {
    boolean over = false;
    while (!over) {
      try {
        release.await();
        over = true;
      } catch (InterruptedException e) {
        // deaf
      }
    }
  }

  @Test
  void match_ofAFileThatChangedUnseen_goesByTheMetadata() {
    describe("qa", "Tests the login");
    source.with("qa.md", "qa\n# Zeta\n");
    fixture.registry().list();
    source.changeUnseen("qa.md", "qa\n# Eta\n");

    assertThat(ids(match("eta zeta", 5))).isEmpty();
    assertThat(ids(match("login", 5))).containsExactly("qa");
  }

  @Test
  void match_ofAgentsDescribedAlike_listsTheBestAndNamesTheOthers() {
    for (String id : List.of("b", "c", "a", "eta")) {
      describe(id, "Tests the login");
      source.with(id + ".md", id + "\n");
    }
    describe("other", "Tests it all");
    source.with("other.md", "other\n");

    Shortlist byWords = match("test login", 2);
    Shortlist byName = match("eta login", 2);

    assertThat(ids(byWords)).containsExactly("a", "other");
    assertThat(byWords.matches().get(0).duplicates()).containsExactly("b", "c", "eta");
    assertThat(byWords.decided()).isEmpty();
    assertThat(ids(byName)).startsWith("eta");
    assertThat(byName.matches().get(0).duplicates()).containsExactly("a", "b", "c");
  }

  // ---- and by trust

  @Test
  void match_ofACopyFromAnotherSource_hidesNobody_andStandsBehindTheMoreTrusted() {
    FakeSource ours = ours(Trust.full().withProtectedIds());
    for (String id : List.of("reviewer", "a-zeta-reviewer", "b-zeta-reviewer", "other")) {
      describe(id, id.equals("other") ? "Tests some" : "Reviews the login");
    }
    ours.with("reviewer.md", "reviewer\n").with("other.md", "other\n");
    source.with("a.md", "a-zeta-reviewer\n").with("b.md", "b-zeta-reviewer\n");

    List<Match> matches = match("zeta login", 5).matches();

    assertThat(matches)
        .extracting(match -> match.agent().id())
        .containsExactly("reviewer", "a-zeta-reviewer");
    assertThat(matches)
        .extracting(Match::duplicates)
        .containsExactly(List.of(), List.of("b-zeta-reviewer"));
    assertThat(matches.get(1).score()).isEqualTo(matches.get(0).score());
    assertThat(ids(match("zeta login", 1))).containsExactly("reviewer");
    assertThat(match("zeta login", 1).decided()).isEmpty();
    assertThat(match("zeta login", 5).asPrompt(1_000).lines()).hasSize(2);
  }

  @Test
  void match_ofACopyThatAloneSuits_listsIt() {
    FakeSource ours = ours(Trust.full());
    describe("a", "Reviews the login");
    describe("b", "Reviews the login");
    ours.with("a.md", "a\n");
    source.with("b.md", "b\n# Zeta\n");

    assertThat(ids(match("zeta", 1))).containsExactly("b");
    assertThat(ids(match("login", 1))).containsExactly("a");
  }

  @Test
  void match_decidesForNoneWhileAProtectedAgentOfHigherTrustSuitsToo_whateverTheSelectorSays() {
    FakeSource ours = ours(Trust.full().withProtectedIds());
    ours.with("ours.md", "ours\n");
    source.with("theirs.md", "theirs\n").with("more.md", "more\n");
    var ranked = new ArrayList<Ranked>();
    ranked.add(ranked("theirs", 100));
    ranked.add(ranked("more", 2));
    ranked.add(ranked("ours", 1));
    var selector = new Fake((work, limit) -> ranked.subList(0, Math.min(limit, ranked.size())));
    selector.decided = true;
    fixture.selector(selector);

    assertThat(match("x", 5).decided()).isEmpty();
    assertThat(match("x", 1).decided()).isEmpty(); // whatever the limit

    ranked.remove(2);
    assertThat(match("x", 5).decided()).hasValueSatisfying(is("theirs"));
    ranked.add(0, ranked("ours", 200));
    assertThat(match("x", 5).decided()).hasValueSatisfying(is("ours"));
  }

  @Test
  void match_withoutProtection_decidesAsTheSelectorSays() {
    ours(Trust.full()).with("ours.md", "ours\n");
    source.with("theirs.md", "theirs\n");
    var selector = new Fake((work, limit) -> List.of(ranked("theirs", 2), ranked("ours", 1)));
    selector.decided = true;
    fixture.selector(selector);

    assertThat(match("x", 5).decided()).hasValueSatisfying(is("theirs"));
  }

  private FakeSource ours(Trust trust) {
    var ours = new FakeSource("user");
    fixture.source(Scope.USER, ours, trust);
    return ours;
  }

  private static Consumer<AgentMetadata> is(String id) {
    return agent -> assertThat(agent.id()).isEqualTo(id);
  }

  @Test
  void match_ofAgentsWithoutADescription_takesNoneForAnother() {
    source.with("a.md", "a\n# Zeta\n").with("b.md", "b\n# Zeta\n");

    assertThat(ids(match("zeta", 5))).containsExactly("a", "b");
    assertThat(match("zeta", 5).matches()).allMatch(match -> match.duplicates().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "\u3000"})
  void match_ofBlankWork_findsNobody_andReadsNothing(String blank) {
    source.with("qa.md", "qa\n");
    fixture.registry().list();
    int scanned = source.reads.get();

    assertThat(match(blank, 5)).isEqualTo(match(blank, 1));
    assertThat(match(blank, 5).matches()).isEmpty();
    assertThat(source.reads).hasValue(scanned);
  }

  @Test
  void match_ofLongWork_goesByItsBeginning() {
    source.with("qa.md", "qa\n").with("ops.md", "ops\n");

    assertThat(ids(match("qa " + " ".repeat(9_996) + " ops", 5))).containsExactly("qa");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void match_ofNoPlaces_isRefused(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> match("", limit))
        .withMessage("a shortlist has at least 1 place, not " + limit);
  }

  @Test
  void match_ofAnyNumberOfPlaces_works() {
    source.with("qa.md", "qa\n").with("ops.md", "ops\n");

    assertThat(ids(match("qa ops", Integer.MAX_VALUE))).containsExactly("ops", "qa");
    assertThat(ids(match("qa ops", 1))).containsExactly("ops");
  }

  @Test
  void match_ofAClosedEngine_isRefused() {
    Registry registry = fixture.registry();
    registry.match("x", 1);
    fixture.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> registry.match("x", 1))
        .withMessage("the engine is closed");
  }

  @Test
  void toString_ofAShortlist_showsNoWordOfTheWork() {
    source.with("qa.md", "qa\n# Secret\n");

    Shortlist shortlist = match("secret", 5);

    assertThat(ids(shortlist)).containsExactly("qa");
    assertThat(shortlist.toString() + shortlist.matches().get(0).reasons())
        .doesNotContainIgnoringCase("secret");
  }

  // ---- many at once

  @Test
  void match_whileTheRegistryChanges_seesAgentsAsTheyAre() throws Exception {
    int rounds = 50 * Integer.getInteger("impresario.soak.factor", 1);
    source.with("stays.md", "stays\n# Zeta\n");
    Registry registry = fixture.registry();
    registry.list();
    var over = new AtomicBoolean();
    List<Future<Integer>> asking = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 4; i++) {
        asking.add(threads.submit(() -> ask(registry, over)));
      }
      for (int round = 0; round < rounds; round++) {
        source.with("comes.md", "comes\n# Zeta round" + round + "\n");
        registry.refresh();
        source.remove("comes.md");
        registry.refresh();
      }
      over.set(true);
      for (Future<Integer> each : asking) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }

    assertThat(ids(match("zeta", 5))).containsExactly("stays");
  }

  private static int ask(Registry registry, AtomicBoolean over) {
    int asked = 0;
    do {
      List<String> ids = ids(registry.match("zeta", 5));
      assertThat(ids).contains("stays").isSubsetOf("stays", "comes");
      asked++;
    } while (!over.get());
    return asked;
  }

  @Test
  void match_whileAnotherThreadTellsTheSelector_isAnsweredByWhatItKnew() throws Exception {
    var telling = new CountDownLatch(1);
    var selector = new Fake((work, limit) -> List.of(ranked("a", 1)));
    selector.onUpdate =
        () -> {
          if (selector.updates.size() > 1) {
            telling.countDown();
            await(release);
          }
        };
    fixture.selector(selector);
    source.with("a.md", "a\n");
    match("x", 1);
    source.with("b.md", "b\n");
    fixture.registry().refresh();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Shortlist> first = other.submit(() -> match("x", 1));
      await(telling);

      assertThat(ids(match("x", 1))).containsExactly("a"); // and does not wait

      release.countDown();
      assertThat(ids(first.get(30, TimeUnit.SECONDS))).containsExactly("a");
    } finally {
      other.shutdownNow();
    }
    assertThat(selector.updates).containsExactly("[a] []", "[b] []");
  }

  @Test
  void match_whileAnotherThreadTellsTheSelectorForTheFirstTime_canBeInterrupted() throws Exception {
    var telling = new CountDownLatch(1);
    var selector = new Fake((work, limit) -> List.of());
    selector.onUpdate =
        () -> {
          telling.countDown();
          await(release);
        };
    fixture.selector(selector);
    fixture.registry().list();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Shortlist> first = other.submit(() -> match("x", 1));
      await(telling);

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> match("x", 1))
          .isExactlyInstanceOf(ImpresarioException.class)
          .hasMessage("interrupted while agents were read to match them");
      assertThat(Thread.interrupted()).isTrue();

      release.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS).matches()).isEmpty();
    } finally {
      other.shutdownNow();
    }
  }

  // ---- a selector that is not ours

  @Test
  void match_tellsTheSelectorWhatChanged_andNothingTwice() {
    var selector = new Fake((work, limit) -> List.of());
    fixture.selector(selector);
    source.with("a.md", "a\n").with("b.md", "b\n");
    match("x", 1);
    match("x", 1);
    source.with("a.md", "a\nnew");
    source.remove("b.md");
    source.with("c.md", "c\n");
    fixture.registry().refresh();
    match("x", 1);

    assertThat(selector.updates).containsExactly("[a, b] []", "[a, c] [b]");
  }

  @Test
  void match_takesMetadataFromTheRegistry_andLeavesOutWhoIsNotThereOrComesTwice() {
    var selector =
        new Fake(
            (work, limit) ->
                List.of(ranked("no", 4), ranked("b", 3), ranked("b", 2), ranked("a", 1)));
    selector.decided = true;
    fixture.selector(selector);
    source.with("a.md", "a\n").with("b.md", "b\n");

    Shortlist shortlist = match("x", 5);

    assertThat(ids(shortlist)).containsExactly("b", "a");
    assertThat(shortlist.decided()).isEmpty(); // the one it meant is not there
    assertThat(shortlist.matches().get(0).agent())
        .isSameAs(fixture.registry().find("b").orElseThrow());
  }

  @Test
  void match_ofASelectorThatGivesMoreThanAsked_cutsIt() {
    fixture.selector(new Fake((work, limit) -> List.of(ranked("a", 2), ranked("b", 1))));
    source.with("a.md", "a\n").with("b.md", "b\n");

    assertThat(ids(match("x", 1))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void match_ofAScoreThatIsNoNumber_fails(double score) {
    fixture.selector(new Fake((work, limit) -> List.of(ranked("a", score))));
    source.with("a.md", "a\n");

    assertThatThrownBy(() -> match("x", 1))
        .isExactlyInstanceOf(ImpresarioException.class)
        .hasMessage(
            "the selector %s gave a score that is no number; this is its bug, so choose another with selector"
                .formatted(Fake.class.getName()));
  }

  @Test
  void match_ofAgentsThatAreNotInOrder_fails() {
    fixture.selector(new Fake((work, limit) -> List.of(ranked("a", 1), ranked("b", 2))));
    source.with("a.md", "a\n").with("b.md", "b\n");

    assertThatThrownBy(() -> match("x", 2))
        .isExactlyInstanceOf(ImpresarioException.class)
        .hasMessageContaining("gave agents that are not in the order of their scores");
  }

  @Test
  @SuppressWarnings("NullAway") // which is what it does wrong
  void match_ofASelectorThatGivesNothing_fails() {
    fixture.selector(
        new AgentSelector() {
          @Override
          public void update(Collection<AgentProfile> changed, Collection<String> removed) {}

          @Override
          public Ranking rank(String work, int limit) {
            return null;
          }
        });
    source.with("a.md", "a\n");

    assertThatThrownBy(() -> match("x", 1))
        .isExactlyInstanceOf(ImpresarioException.class)
        .hasMessageContaining("returned null from rank");
  }

  @Test
  void match_ofASelectorThatThrows_fails_withoutItsMessage_andTheRegistryGoesOn() {
    fixture.selector(
        new Fake(
            (work, limit) -> {
              throw new AssertionError("the work was: " + work);
            }));
    source.with("a.md", "a\n");

    assertThatThrownBy(() -> match("my secret", 1))
        .isExactlyInstanceOf(ImpresarioException.class)
        .hasMessage(
            "the selector %s failed in rank with java.lang.AssertionError; see the cause, or choose another with selector"
                .formatted(Fake.class.getName()));
    assertThat(fixture.registry().load("a").id()).isEqualTo("a");
  }

  @Test
  void match_afterAnUpdateThatFailed_tellsTheSelectorAgain() {
    var selector = new Fake((work, limit) -> List.of(ranked("a", 1)));
    selector.onUpdate =
        () -> {
          if (selector.updates.size() == 1) {
            throw new StackOverflowError();
          }
        };
    fixture.selector(selector);
    source.with("a.md", "a\n");
    assertThatThrownBy(() -> match("x", 1)).isExactlyInstanceOf(ImpresarioException.class);

    assertThat(ids(match("x", 1))).containsExactly("a");
    assertThat(selector.updates).containsExactly("[a] []", "[a] []");
  }

  @Test
  void match_bySelectorThatAsksWhatItIsBeingTold_fails() {
    var selector = new Fake((work, limit) -> List.of());
    selector.onUpdate = () -> match("x", 1);
    fixture.selector(selector);
    source.with("a.md", "a\n");

    assertThatThrownBy(() -> match("x", 1))
        .isExactlyInstanceOf(ImpresarioException.class)
        .hasRootCauseMessage("a selector must not ask for what it is being told");
  }

  private static final class Fake implements AgentSelector {
    private final BiFunction<String, Integer, List<Ranked>> ranking;
    private final List<String> updates = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable onUpdate = () -> {};
    private volatile boolean decided;

    Fake(BiFunction<String, Integer, List<Ranked>> ranking) {
      this.ranking = ranking;
    }

    @Override
    public void update(Collection<AgentProfile> changed, Collection<String> removed) {
      updates.add(
          changed.stream().map(profile -> profile.metadata().id()).sorted().toList()
              + " "
              + removed.stream().sorted().toList());
      onUpdate.run();
    }

    @Override
    public Ranking rank(String work, int limit) {
      return new Ranking(ranking.apply(work, limit), decided);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Ranked ranked(String id, double score) {
    return new Ranked(id, score, List.of());
  }

  private void describe(String id, String description) {
    fixture.format.descriptions.put(id, description);
  }

  private Shortlist match(String work, int limit) {
    return fixture.registry().match(work, limit);
  }

  private static List<String> ids(Shortlist shortlist) {
    return shortlist.matches().stream().map(Match::agent).map(agent -> agent.id()).toList();
  }
}
