package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Options;
import dev.impresario.systemtests.Planted.Asked;
import dev.impresario.systemtests.Planted.Broken;
import dev.impresario.systemtests.Planted.CountingSource;
import dev.impresario.systemtests.Planted.Memcached;
import dev.impresario.systemtests.Planted.Redis;
import dev.impresario.systemtests.Planted.SecondInMemory;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told when providers are missing, broken, alike or misspelt: word for word. */
class ProviderChoiceTest {
  @TempDir private Path directory;

  @Test
  void secondProviderOfOneId_isAnErrorThatNamesBothPlaces() throws Exception {
    try (URLClassLoader loader = caches(SecondInMemory.class.getName())) {
      String ours = "dev.impresario.cache.inmemory.InMemoryCacheProvider";

      assertThatThrownBy(() -> builder().classLoader(loader).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "two cache providers call themselves 'inmemory': %s from %s and %s from %s; take one"
                  + " off the class path",
              ours,
              placeOf(Class.forName(ours)),
              SecondInMemory.class.getName(),
              placeOf(SecondInMemory.class));
    }
  }

  @Test
  void tie_isAnErrorThatSaysWhatToWrite() throws Exception {
    try (URLClassLoader loader = caches(Redis.class.getName(), Memcached.class.getName())) {
      assertThatThrownBy(() -> builder().classLoader(loader).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cache providers [memcached, redis] have the same priority; name one, for example"
                  + " .cache(\"memcached\", Map.of())");
    }
  }

  @Test
  void tie_isNoneWhenOneIsNamed() throws Exception {
    try (URLClassLoader loader = caches(Redis.class.getName(), Memcached.class.getName())) {
      assertThatThrownBy(() -> builder().classLoader(loader).cache("redis", Map.of()).build())
          .hasMessage("chosen: redis");
    }
  }

  @Test
  void installedCache_comesBeforeTheFallback() throws Exception {
    try (URLClassLoader loader = caches(Redis.class.getName())) {
      assertThatThrownBy(() -> builder().classLoader(loader).build()).hasMessage("chosen: redis");
    }
  }

  @Test
  void passedCache_isUsedWithoutLookingForOthers() throws Exception {
    try (URLClassLoader loader = caches(Broken.class.getName())) {
      assertThatThrownBy(() -> builder().classLoader(loader).cache(new Redis()).build())
          .hasMessage("chosen: redis");
    }
  }

  @Test
  void providerThatCannotLoad_isAnErrorWhereItMightHaveBeenChosen() throws Exception {
    try (URLClassLoader loader = caches(Broken.class.getName())) {
      assertThatThrownBy(() -> builder().classLoader(loader).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "a cache provider cannot be loaded: dev.impresario.spi.CacheProvider: Provider"
                  + " dev.impresario.systemtests.Planted$Broken could not be instantiated"
                  + " (java.lang.IllegalStateException: no native library); mend it, or name one of"
                  + " [ehcache, inmemory], for example .cache(\"ehcache\", Map.of())");
    }
  }

  @Test
  void providerThatCannotLoad_isADiagnosticWhereAnotherIsNamed() throws Exception {
    try (URLClassLoader loader = caches("com.acme.Gone");
        Engine engine = builder().classLoader(loader).cache("inmemory", Map.of()).build()) {

      assertThat(engine.registry().diagnostics())
          .extracting(Diagnostic::toString)
          .containsExactly(
              "warning [provider-broken] a cache provider cannot be loaded:"
                  + " dev.impresario.spi.CacheProvider: Provider com.acme.Gone not found; mend it"
                  + " or take it off the class path");
    }
  }

  @Test
  void unknownProvider_isAnErrorThatSaysWhatThereIs() {
    assertThatThrownBy(() -> builder().cache("redis", Map.of()).build())
        .hasMessage("no cache provider 'redis'; found [ehcache, inmemory]");
    assertThatThrownBy(() -> builder().runtime("spring-ai", Map.of()).build())
        .hasMessage("no runtime provider 'spring-ai'; found [dry-run, langchain4j]");
    assertThatThrownBy(() -> builder().formats("cursor").build())
        .hasMessage("no format provider 'cursor'; found [claude, copilot, plain, skill]");
    assertThatThrownBy(() -> builder().source("ftp", Scope.PROJECT, Map.of()).build())
        .hasMessage("no source provider 'ftp'; found [classpath, filesystem, http]");
  }

  @Test
  void unknownOption_isAnErrorThatSaysWhatThereIs() {
    assertThatThrownBy(
            () -> builder().source("filesystem", Scope.USER, Map.of("directry", "x")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "source 'filesystem' has no option 'directry'; it has [directory, exclude, include,"
                + " required, watch]");
  }

  @Test
  void missingOrWrongOption_isAnErrorThatNamesIt() {
    assertThatThrownBy(() -> builder().source("filesystem", Scope.USER, Map.of()).build())
        .hasMessage("source 'filesystem' needs option 'directory'");
    assertThatThrownBy(() -> builder().format("claude", Map.of("max-keys", "many")).build())
        .hasMessage("format 'claude': option 'max-keys' must be a whole number, but is 'many'");
    assertThatThrownBy(() -> builder().cache("inmemory", Map.of("eviction", "random")).build())
        .hasMessage(
            "cache 'inmemory': option 'eviction' must be one of [adaptive, lru], but is 'random'");
  }

  @Test
  void noSource_isAnErrorThatShowsHowToAddOne() {
    assertThatThrownBy(() -> Impresario.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no source is named; add one, for example .source(\"filesystem\", Scope.PROJECT,"
                + " Map.of(\"directory\", \".claude/agents\"))");
  }

  @Test
  void cacheOfAnEngine_isAskedToKeepTheBoundsThatWereSet() {
    assertThatThrownBy(
            () ->
                builder()
                    .cache(new Asked())
                    .promptCacheBytes(5_000)
                    .promptTimeToLive(Duration.ofMinutes(3))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "cache 'asked' cannot be made: nothing came; this is a bug of "
                + Asked.class.getName());

    @SuppressWarnings("unchecked") // prompts are texts
    var spec = (CacheSpec<Object, String>) Objects.requireNonNull(Asked.spec);
    assertThat(spec.maximumWeight()).isEqualTo(5_000);
    assertThat(spec.timeToLive()).isEqualTo(Duration.ofMinutes(3));
    Object key = spec.keys().decode(new byte[10]); // three empty texts and a zero
    assertThat(spec.weigher().applyAsLong(key, "x".repeat(1_000))).isEqualTo(2_300);
  }

  @Test
  void promptCache_byDefault_isBoundTo64MebibytesWithoutATimeLimit() {
    assertThatThrownBy(() -> builder().cache(new Asked()).build())
        .isInstanceOf(ConfigurationException.class);

    assertThat(Objects.requireNonNull(Asked.spec).maximumWeight()).isEqualTo(64L << 20);
    assertThat(Asked.spec.timeToLive()).isNull();
  }

  @Test
  void boundsOfASharedCache_areSetWhereItIsBuilt() {
    try (PromptCache shared = Impresario.builder().buildPromptCache()) {
      assertThatThrownBy(() -> builder().prompts(shared).promptCacheBytes(1).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "a shared prompt cache has its cache and bounds already; set them where it is"
                  + " built");
    }
  }

  @Test
  void noFormat_isAnErrorThatShowsHowToNameOne() {
    assertThatThrownBy(() -> builder().formats().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no format is named; name one, for example .formats(\"claude\")");
  }

  @Test
  void buildThatFails_closesWhatItHadMade() throws Exception {
    try (URLClassLoader loader =
        Planted.loader(directory, AgentSourceProvider.class, CountingSource.class.getName())) {
      assertThatThrownBy(
              () ->
                  builder()
                      .classLoader(loader)
                      .source("counting", Scope.PROJECT, Map.of())
                      .runtime("none", Map.of())
                      .build())
          .isInstanceOf(ConfigurationException.class);

      assertThat(CountingSource.OPEN).hasValue(0);
    }
  }

  @Test
  void close_closesWhatTheEngineMade_andNotWhatItWasGiven() throws Exception {
    try (URLClassLoader loader =
        Planted.loader(directory, AgentSourceProvider.class, CountingSource.class.getName())) {
      var given = new CountingSource().create(Options.of(new CountingSource(), Map.of()));
      Engine engine =
          Impresario.builder()
              .classLoader(loader)
              .source("counting", Scope.PROJECT, Map.of())
              .source(Scope.USER, given)
              .build();
      assertThat(CountingSource.OPEN).hasValue(2);

      engine.close();

      assertThat(CountingSource.OPEN).hasValue(1);
      given.close();
    }
  }

  @Test
  void sharedPromptCache_outlivesTheEnginesThatUseIt() throws Exception {
    Files.writeString(directory.resolve("qa.md"), "---\nname: qa\ndescription: d\n---\nTest it.");
    PromptCache shared = Impresario.builder().buildPromptCache();
    try (Engine engine = builder().prompts(shared).build()) {
      engine.registry().load("qa");
    }

    assertThat(shared.stats().size().entries()).isEqualTo(1);
    shared.close();
    assertThatThrownBy(shared::stats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the cache is closed");
  }

  private URLClassLoader caches(String... classNames) throws Exception {
    return Planted.loader(directory, CacheProvider.class, classNames);
  }

  private Impresario.Builder builder() {
    return Impresario.builder()
        .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()));
  }

  private static Object placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
