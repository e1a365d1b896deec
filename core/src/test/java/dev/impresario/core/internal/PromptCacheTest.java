package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentNotFoundException;
import dev.impresario.PromptCacheStats;
import dev.impresario.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptCacheTest {
  private final MapCache<PromptKey, String> backend = new MapCache<>();
  private final CoalescingPromptCache prompts = new CoalescingPromptCache(backend, 1_000);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void get_loadsOnce_thenHits_andCountsBoth() throws Exception {
    prompts.get(key("qa"), () -> "Test.");
    String again = prompts.get(key("qa"), () -> "never asked");

    assertThat(again).isEqualTo("Test.");
    PromptCacheStats stats = prompts.stats();
    assertThat(stats.hits()).isEqualTo(1);
    assertThat(stats.misses()).isEqualTo(1);
    assertThat(stats.loads()).isEqualTo(1);
    assertThat(stats.failures()).isZero();
    assertThat(stats.hitRate()).isEqualTo(0.5);
    assertThat(stats.loadTime()).isPositive();
    assertThat(stats.size().entries()).isEqualTo(1);
  }

  @Test
  void get_ofAnotherVersion_isAnotherEntry() throws Exception {
    prompts.get(new PromptKey("qa", "v1", "claude", 1), () -> "old");

    assertThat(prompts.get(new PromptKey("qa", "v2", "claude", 1), () -> "new")).isEqualTo("new");
    assertThat(prompts.get(new PromptKey("qa", "v1", "plain", 1), () -> "plain"))
        .isEqualTo("plain");
    assertThat(prompts.get(new PromptKey("qa", "v1", "claude", 2), () -> "parsed anew"))
        .isEqualTo("parsed anew");
  }

  @Test
  void callersThatMissTogether_shareOneLoad() throws Exception {
    int callers = 32;
    var together = new CyclicBarrier(callers);
    var loads = new AtomicInteger();
    var results = new ArrayList<Future<String>>();
    for (int i = 0; i < callers; i++) {
      results.add(
          threads.submit(
              () -> {
                together.await(20, TimeUnit.SECONDS);
                return prompts.get(key("qa"), () -> "load " + loads.incrementAndGet());
              }));
    }

    for (Future<String> result : results) {
      assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("load 1");
    }
    assertThat(loads).hasValue(1);
    assertThat(prompts.stats().hits() + prompts.stats().misses()).isEqualTo(callers);
  }

  @Test
  void otherKeys_neverWaitForALoad() throws Exception {
    var loading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Future<String> slow = inLoad(key("slow"), loading, release, () -> "late");
    await(loading);

    assertThat(prompts.get(key("quick"), () -> "soon")).isEqualTo("soon");

    release.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void aLoader_mayLoadAnotherKey() throws Exception {
    String outer =
        prompts.get(
            key("outer"),
            () -> "outer of " + uninterrupted(() -> prompts.get(key("inner"), () -> "inner")));

    assertThat(outer).isEqualTo("outer of inner");
    assertThat(backend.entries).hasSize(2);
  }

  @Test
  void aLoader_thatNeedsItsOwnKey_failsInsteadOfWaitingForEver() {
    assertThatThrownBy(
            () ->
                prompts.get(
                    key("qa"), () -> uninterrupted(() -> prompts.get(key("qa"), () -> "never"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("loading the prompt of agent 'qa' needs that prompt itself");
  }

  @Test
  void twoLoaders_thatNeedEachOther_failInsteadOfWaitingForEver() throws Exception {
    var bothLoading = new CyclicBarrier(2);
    Future<String> one = threads.submit(() -> crossing("a", "b", bothLoading));
    Future<String> other = threads.submit(() -> crossing("b", "a", bothLoading));

    assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedLoad_failsAllWhoSharedIt_isCounted_andIsTriedAgain() throws Exception {
    var loading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var failure = new IOException("disk on fire");
    Future<String> first =
        inLoad(
            key("qa"),
            loading,
            release,
            () -> {
              throw failure;
            });
    await(loading);
    Future<String> second = threads.submit(() -> prompts.get(key("qa"), () -> "not asked"));
    waitUntilBlocked(second);

    release.countDown();

    assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS)).hasCause(failure);
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS)).hasCause(failure);
    assertThat(prompts.stats().failures()).isEqualTo(1);
    assertThat(prompts.get(key("qa"), () -> "mended")).isEqualTo("mended");
  }

  @Test
  void aLoaderThatReturnsNull_isAFailure() {
    assertThatThrownBy(() -> prompts.get(key("qa"), PromptCacheTest::none))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a loader must not return null");
    assertThat(prompts.stats().failures()).isEqualTo(1);
    assertThat(backend.entries).isEmpty();
  }

  @Test
  void invalidate_duringALoad_discardsItsResult() throws Exception {
    var loading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Future<String> old = inLoad(key("qa"), loading, release, () -> "old");
    await(loading);

    prompts.invalidate("qa");
    String fresh = prompts.get(key("qa"), () -> "fresh"); // does not wait for the old load
    release.countDown();

    assertThat(fresh).isEqualTo("fresh");
    assertThat(old.get(20, TimeUnit.SECONDS)).isEqualTo("old");
    assertThat(prompts.get(key("qa"), () -> "never asked")).isEqualTo("fresh");
  }

  @Test
  void invalidate_whileTheBackendStores_waitsAndLeavesNothingBehind() throws Exception {
    var storing = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var slowBackend =
        new MapCache<PromptKey, String>() {
          @Override
          public void put(PromptKey key, String value) {
            storing.countDown();
            await(release);
            super.put(key, value);
          }
        };
    var slowPrompts = new CoalescingPromptCache(slowBackend, 1_000);
    Future<String> load = threads.submit(() -> slowPrompts.get(key("qa"), () -> "old"));
    await(storing);

    Future<?> invalidation = threads.submit(() -> slowPrompts.invalidate("qa"));
    release.countDown();
    invalidation.get(20, TimeUnit.SECONDS);

    load.get(20, TimeUnit.SECONDS);
    assertThat(slowBackend.entries).isEmpty();
  }

  @Test
  void invalidate_forgetsAllVersionsOfTheId_andNothingElse() throws Exception {
    prompts.get(new PromptKey("qa", "v1", "claude", 1), () -> "1");
    prompts.get(new PromptKey("qa", "v2", "claude", 1), () -> "2");
    prompts.get(key("qa-lead"), () -> "3");

    prompts.invalidate("qa");

    assertThat(backend.entries.keySet()).containsExactly(key("qa-lead"));
  }

  @Test
  void invalidate_ofAnIdInAnotherUnicodeForm_forgetsItAllTheSame() throws Exception {
    prompts.get(key("caf\u00e9"), () -> "prompt");

    prompts.invalidate("cafe\u0301");

    assertThat(backend.entries).isEmpty();
  }

  @Test
  void forget_freesThatVersion_andNoOther() throws Exception {
    prompts.get(new PromptKey("qa", "v1", "claude", 1), () -> "old");
    prompts.get(new PromptKey("qa", "v2", "claude", 1), () -> "new");

    prompts.forget(new PromptKey("qa", "v1", "claude", 1));

    assertThat(backend.entries.keySet()).extracting(PromptKey::version).containsExactly("v2");
  }

  @Test
  void forget_duringALoad_discardsItsResult() throws Exception {
    String loaded =
        prompts.get(
            key("qa"),
            () -> {
              prompts.forget(key("qa"));
              return "Test.";
            });

    assertThat(loaded).isEqualTo("Test.");
    assertThat(backend.entries).isEmpty();
  }

  @Test
  void forget_inACacheOfSeveralEngines_keepsWhatAnotherMayNeed() throws Exception {
    try (var one = new EngineFixture(prompts);
        var other = new EngineFixture(prompts)) {
      one.engine();
      other.engine();
      prompts.get(key("qa"), () -> "Test.");

      prompts.forget(key("qa"));

      assertThat(backend.entries).hasSize(1);
    }
  }

  @Test
  void forget_withABackendThatFails_isNoFailure() {
    var failing =
        new MapCache<PromptKey, String>() {
          @Override
          public void invalidate(PromptKey key) {
            throw new IllegalStateException("a bug of the cache");
          }
        };

    new CoalescingPromptCache(failing, 1_000).forget(key("qa"));
  }

  @Test
  void invalidateMatching_forgetsWhatTheGlobMatches() throws Exception {
    for (String id : List.of("qa", "qa-lead", "ops", "[x]")) {
      prompts.get(key(id), () -> "prompt");
    }

    prompts.invalidateMatching("qa*");
    assertThat(backend.entries.keySet()).containsExactlyInAnyOrder(key("ops"), key("[x]"));

    prompts.invalidateMatching("[?]");
    assertThat(backend.entries.keySet()).containsExactly(key("ops"));
  }

  @Test
  void waiting_isInterruptible() throws Exception {
    var loading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Future<String> slow = inLoad(key("qa"), loading, release, () -> "late");
    await(loading);
    var outcome = new CompletableFuture<Throwable>();
    var waiter =
        new Thread(
            () -> {
              try {
                prompts.get(key("qa"), () -> "never asked");
              } catch (IOException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    waiter.start();

    waiter.interrupt();

    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    release.countDown();
    slow.get(20, TimeUnit.SECONDS);
  }

  @Test
  void preload_loadsAhead_inEveryEngineThatSharesTheCache_andReportsTheRest() {
    var left = new FakeSource("left").with("a.md", "a\n1").with("both.md", "both\nleft");
    var right = new FakeSource("right").with("b.md", "b\n2").with("both.md", "both\nright");
    try (var one = new EngineFixture(prompts).source(Scope.PROJECT, left);
        var other = new EngineFixture(prompts).source(Scope.PROJECT, right)) {
      one.engine();
      other.engine();

      var failed = prompts.preload(List.of("a", "b", "both", "nobody"));

      assertThat(failed.keySet()).containsExactly("nobody");
      assertThat(failed.get("nobody")).isInstanceOf(AgentNotFoundException.class);
      assertThat(prompts.stats().loads()).isEqualTo(4);
      assertThat(one.registry().load("both").prompt()).isEqualTo("left");
      assertThat(other.registry().load("both").prompt()).isEqualTo("right");
      assertThat(prompts.stats().loads()).isEqualTo(4);
    }
  }

  @Test
  void preload_whenAnEngineCannotLoad_reportsItThoughAnotherCould() {
    var good = new FakeSource("good").with("qa.md", "qa\n1");
    var bad = new FakeSource("bad").with("qa.md", "qa\n2");
    try (var one = new EngineFixture(prompts).source(Scope.PROJECT, good);
        var other = new EngineFixture(prompts).source(Scope.PROJECT, bad)) {
      one.engine();
      other.registry().list();
      bad.with("qa.md", "!");
      other.registry().refresh();

      assertThat(prompts.preload(List.of("qa")).keySet()).containsExactly("qa");
    }
  }

  @Test
  void preload_withoutAnyEngine_reportsAll() {
    assertThat(prompts.preload(List.of("qa")).keySet()).containsExactly("qa");
  }

  @Test
  void counts_areExact_underManyThreads() throws Exception {
    int perThread = 2_000;
    var done = new ArrayList<Future<?>>();
    for (int t = 0; t < 8; t++) {
      done.add(
          threads.submit(
              () -> {
                for (int i = 0; i < perThread; i++) {
                  prompts.get(key("agent-" + i % 100), () -> "prompt");
                }
                return null;
              }));
    }
    for (Future<?> thread : done) {
      thread.get(20, TimeUnit.SECONDS);
    }

    PromptCacheStats stats = prompts.stats();
    assertThat(stats.hits() + stats.misses()).isEqualTo(8L * perThread);
    assertThat(stats.loads()).isEqualTo(100);
    assertThat(stats.failures()).isZero();
  }

  @Test
  void keys_surviveTheirCodec() {
    PromptKey key = new PromptKey("caf\u00e9 \ud83d\ude00", "abc", "claude", 7);

    PromptKey back = PromptKey.CODEC.decode(PromptKey.CODEC.encode(key));

    assertThat(back).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(back.id()).isEqualTo(key.id());
  }

  @Test
  void hitRate_withoutRequests_isOne() {
    assertThat(prompts.stats().hitRate()).isEqualTo(1.0);
    assertThat(prompts.stats().loadTime()).isEqualTo(Duration.ZERO);
  }

  private Future<String> inLoad(
      PromptKey key,
      CountDownLatch loading,
      CountDownLatch release,
      CoalescingPromptCache.Loader then) {
    return threads.submit(
        () ->
            prompts.get(
                key,
                () -> {
                  loading.countDown();
                  await(release);
                  return then.load();
                }));
  }

  private String crossing(String mine, String other, CyclicBarrier bothLoading) throws Exception {
    return prompts.get(
        key(mine),
        () ->
            uninterrupted(
                () -> {
                  bothLoading.await(20, TimeUnit.SECONDS);
                  return prompts.get(key(other), () -> "never");
                }));
  }

  /** Returns once the task must be waiting in the cache: it is counted as a miss. */
  private void waitUntilBlocked(Future<String> second) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (prompts.stats().misses() < 2 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(second.isDone()).isFalse();
  }

  private static String uninterrupted(Callable<String> work) throws IOException {
    try {
      return work.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static PromptKey key(String id) {
    return new PromptKey(id, "v1", "line", 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("NullAway") // what a careless loader does
  private static String none() {
    return null;
  }
}
