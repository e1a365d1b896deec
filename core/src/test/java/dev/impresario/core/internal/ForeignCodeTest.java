package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentLoadException;
import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Registry;
import dev.impresario.Scope;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins do wrong costs the file, source or call concerned, and nothing else. */
class ForeignCodeTest {
  private final FakeSource source = new FakeSource("bad").with("good.md", "good\nprompt");
  private final FakeSource other = new FakeSource("other").with("other.md", "other\nprompt");
  private final EngineFixture fixture =
      new EngineFixture().source(Scope.PROJECT, source).source(Scope.USER, other);

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {NoClassDefFoundError.class, AssertionError.class, StackOverflowError.class})
  void scanThatThrowsAnError_costsOnlyItsSource(Class<? extends Error> type) {
    source.scanHook = () -> throwError(type);

    assertThat(ids()).containsExactly("other");
    assertThat(codes()).containsExactly("scan-failed");
    source.scanHook = () -> {};
    fixture.registry().refresh();
    assertThat(ids()).containsExactly("good", "other");
    assertThat(codes()).isEmpty();
  }

  @Test
  void readThatThrowsAnError_costsOnlyItsFile() {
    source.with("bad.md", "bad\n");
    source.readHook =
        path -> {
          if (path.equals("bad.md")) {
            throw new NoClassDefFoundError("com/acme/Gone");
          }
        };

    assertThat(ids()).containsExactly("good", "other");
    assertThat(codes()).containsExactly("plugin-failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "error", "far", "\u001b[31mred\n", "\n"})
  void formatThatFails_costsOnlyItsFile(String content) {
    source.with("bad.md", content);

    assertThat(ids()).containsExactly("good", "other");
    assertThat(codes()).containsExactly("plugin-failed");
  }

  @Test
  void formatThatFailsOnAPath_costsOnlyItsFile() {
    source.with("odd/bad.md", "bad\n");

    assertThat(ids()).containsExactly("good", "other");
    assertThat(codes()).containsExactly("plugin-failed");
  }

  @Test
  void sourceThatForgetsTheLimit_isHeldToIt() {
    try (var limits = new EngineFixture().source(Scope.PROJECT, new Boundless())) {
      assertThat(limits.registry().list()).isEmpty();
      assertThat(limits.registry().diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("too-large");
    }
  }

  @Test
  void sourceWithResourcesThatHaveNoRevision_isScanFailed_andNeverADeadRegistry() {
    try (var limits =
        new EngineFixture()
            .source(Scope.PROJECT, new Nameless())
            .source(Scope.USER, new FakeSource("fine").with("a.md", "a\n"))) {
      assertThat(limits.registry().list()).extracting(AgentMetadata::id).containsExactly("a");
      assertThat(limits.registry().refresh().isEmpty()).isTrue();
    }
  }

  @Test
  void revisionThatNamesTheContent_isReadAgainWhenItComesBack() {
    source.put("qa.md", "qa\nfirst", "R1");
    fixture.registry().list();
    source.put("qa.md", "qa\nsecond", "R2");
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("second");

    source.put("qa.md", "qa\nfirst", "R1");
    fixture.registry().refresh();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("first");
  }

  @Test
  void changeThatALoadHasFound_isReportedByTheNextRefresh() {
    fixture.registry().list();
    source.with("good.md", "good\nnew");
    fixture.registry().load("good");

    assertThat(fixture.registry().refresh().changed()).containsExactly("good");
    assertThat(fixture.registry().refresh().isEmpty()).isTrue();
  }

  @Test
  void readThatFailsForAWhile_failsTheLoad_andNotTheAgent() {
    fixture.registry().list();
    var failures = new AtomicInteger(100);
    source.readHook =
        path -> {
          if (failures.getAndDecrement() > 0) {
            throw new IOException("too many open files");
          }
        };

    assertThatThrownBy(() -> fixture.registry().load("good"))
        .isInstanceOf(AgentLoadException.class)
        .hasMessage(
            "agent 'good' from bad/good.md cannot be loaded: attempt 3 failed:"
                + " java.io.IOException: too many open files");
    failures.set(0);

    assertThat(fixture.registry().load("good").prompt()).isEqualTo("prompt");
    assertThat(fixture.registry().find("good").orElseThrow().degraded()).isFalse();
  }

  @Test
  void agentWhoseFileWasUnreadableAtTheScan_loadsOnceItIsReadable_withoutARefresh() {
    fixture.registry().list();
    source.with("good.md", "good\nprompt");
    source.readHook =
        path -> {
          throw new IOException("network gone");
        };
    fixture.registry().refresh();
    assertThat(fixture.registry().find("good").orElseThrow().degraded()).isTrue();

    source.readHook = path -> {};

    assertThat(fixture.registry().load("good").prompt()).isEqualTo("prompt");
    assertThat(codes()).isEmpty();
  }

  @Test
  void placeThatCannotBeLookedAt_keepsWhatWasKnownBelowIt() {
    source.with("team/a.md", "a\nprompt").with("team/b.md", "b\nprompt");
    fixture.registry().load("a");
    source.remove("team/a.md");
    source.remove("team/b.md");
    source.remove("good.md");
    source.problems =
        List.of(Diagnostic.ofFile(Severity.ERROR, "unreadable", "team", "access denied", null));

    assertThat(fixture.registry().refresh().removed()).containsExactly("good");
    assertThat(ids()).containsExactly("a", "b", "other");
    assertThat(fixture.registry().load("a").prompt()).isEqualTo("prompt");
    assertThat(fixture.registry().refresh().isEmpty()).isTrue();

    source.problems = List.of();
    assertThat(fixture.registry().refresh().removed()).containsExactly("a", "b");
  }

  @Test
  void fileThatFailsTwice_keepsItsPinnedPrompt() {
    fixture.registry().load("good");
    source.with("good.md", "!");
    fixture.registry().refresh();
    fixture.prompts.invalidate("good");
    source.with("good.md", "! again");
    fixture.registry().refresh();

    assertThat(fixture.registry().load("good").prompt()).isEqualTo("prompt");
  }

  @Test
  void cacheThatThrows_costsNothingButTime() {
    var throwing =
        new MapCache<PromptKey, String>() {
          @Override
          public String get(PromptKey key) {
            throw new IllegalArgumentException("disk full");
          }

          @Override
          public void put(PromptKey key, String value) {
            throw new NoClassDefFoundError("com/acme/Codec");
          }
        };
    try (var slow =
        new EngineFixture(new CoalescingPromptCache(throwing, 1_000))
            .source(Scope.PROJECT, source)) {
      assertThat(slow.registry().load("good").prompt()).isEqualTo("prompt");
      source.with("good.md", "!").with("new.md", "new\n");

      assertThat(slow.registry().refresh().added()).containsExactly("new");
      assertThat(slow.registry().loadAll(List.of("new")).loaded()).containsKey("new");
    }
  }

  @Test
  void load_ofAChangedAgent_doesNotWaitForARefreshThatHangs() throws Exception {
    fixture.registry().list();
    var scanning = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    other.scanHook =
        () -> {
          scanning.countDown();
          await(release);
        };
    var refreshing = new Thread(() -> fixture.registry().refresh());
    refreshing.start();
    await(scanning);
    source.changeUnseen("good.md", "good\nnew");

    var loaded = CompletableFuture.supplyAsync(() -> fixture.registry().load("good").prompt());

    assertThat(loaded.get(20, TimeUnit.SECONDS)).isEqualTo("new");
    release.countDown();
    refreshing.join(20_000);
  }

  @Test
  void close_freesThoseWhoWaitForAScanThatHangs() throws Exception {
    var scanning = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    source.scanHook =
        () -> {
          scanning.countDown();
          await(release);
        };
    Registry registry = fixture.registry();
    var first = new Thread(registry::list);
    first.start();
    await(scanning);
    var waiting = CompletableFuture.supplyAsync(registry::list);

    fixture.close();

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the engine is closed");
    release.countDown();
    first.join(20_000);
  }

  @Test
  void sourceThatUsesTheRegistryThatReadsIt_isTold_insteadOfWaitingForEver() {
    source.readHook = path -> fixture.registry().list();

    assertThat(fixture.registry().diagnostics())
        .extracting(Diagnostic::toString)
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("a source or format must not use the registry that is reading it"));
  }

  @Test
  void backendThatInvalidatesWhileItStores_doesNotWaitForItself() throws Exception {
    var caches = new CompletableFuture<CoalescingPromptCache>();
    var selfish =
        new MapCache<PromptKey, String>() {
          @Override
          public void put(PromptKey key, String value) {
            caches.join().invalidate(key.id());
          }
        };
    var prompts = new CoalescingPromptCache(selfish, 1_000);
    caches.complete(prompts);

    assertThat(prompts.get(new PromptKey("qa", "v", "f", 1), () -> "prompt")).isEqualTo("prompt");
  }

  private List<String> ids() {
    return fixture.registry().list().stream().map(AgentMetadata::id).toList();
  }

  private List<String> codes() {
    return fixture.registry().diagnostics().stream().map(Diagnostic::code).toList();
  }

  private static void throwError(Class<? extends Error> type) {
    try {
      throw type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands over more than it may. */
  private static final class Boundless implements AgentSource {

    @Override
    public String name() {
      return "boundless";
    }

    @Override
    public Scan scan() {
      return new Scan(List.of(new Bytes("a.md", "r", LineFormat.MAXIMUM_BYTES + 1)), List.of());
    }
  }

  /** Has resources that break their promises. */
  private static final class Nameless implements AgentSource {

    @Override
    public String name() {
      return "nameless";
    }

    @Override
    @SuppressWarnings("NullAway") // what a careless plugin does
    public Scan scan() {
      return new Scan(List.of(new Bytes("a.md", null, 1)), List.of());
    }
  }

  private record Bytes(String path, String revision, int size) implements AgentResource {

    @Override
    public byte[] read(int limit) {
      return new byte[size];
    }
  }
}
