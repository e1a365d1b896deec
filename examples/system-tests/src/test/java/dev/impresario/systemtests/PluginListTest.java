package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import dev.impresario.Plugin;
import dev.impresario.Plugin.Kind;
import dev.impresario.Plugin.State;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.systemtests.Planted.Broken;
import dev.impresario.systemtests.Planted.Memcached;
import dev.impresario.systemtests.Planted.PlantedCache;
import dev.impresario.systemtests.Planted.Redis;
import dev.impresario.systemtests.Planted.SecondInMemory;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of the plugins there are, above all when an engine cannot be built. */
class PluginListTest {
  @TempDir private Path directory;

  @Test
  void plugins_ofWhatIsInstalled_areInOrder_andSayWhatBuildWouldMakeOfThem() {
    List<Plugin> plugins = builder().source("filesystem", Scope.PROJECT, Map.of()).plugins();

    assertThat(plugins)
        .extracting(Plugin::toString)
        .containsExactly(
            "source 'classpath' is not chosen: only those that are named are used: [filesystem]",
            "source 'filesystem' is chosen: it is named",
            "source 'http' is not chosen: only those that are named are used: [filesystem]",
            "format 'claude' is chosen: it is named",
            "format 'copilot' is chosen: it is named",
            "format 'plain' is not chosen: only those that are named are used: [claude, copilot]",
            "format 'skill' is not chosen: only those that are named are used: [claude, copilot]",
            "cache 'ehcache' is chosen: the single highest priority",
            "cache 'inmemory' is not chosen: cache 'ehcache' has priority 0, this has -100",
            "runtime 'dry-run' is chosen: no runtime is named",
            "runtime 'langchain4j' is not chosen: no runtime is named; to use this, name it",
            "monitor 'local' is chosen: the single highest priority",
            "selector 'bm25' is chosen: the single highest priority");
  }

  @Test
  void plugins_haveWhatTheirProvidersSay() {
    Plugin inmemory = only(builder(), Kind.CACHE, "inmemory");

    assertThat(inmemory.className())
        .isEqualTo("dev.impresario.cache.inmemory.InMemoryCacheProvider");
    assertThat(inmemory.priority()).isEqualTo(-100);
    assertThat(inmemory.place()).contains("cache-inmemory").doesNotStartWith("file:");
    assertThat(inmemory.options())
        .containsExactly(
            new Plugin.Option(
                "eviction", "text", "adaptive", inmemory.options().get(0).description()));
    assertThat(only(builder(), Kind.RUNTIME, "dry-run").place()).isEqualTo("built in");
    assertThat(only(builder(), Kind.MONITOR, "local").place()).isEqualTo("built in");
  }

  @Test
  void plugins_whenOneIsNamed_sayWhich() throws Exception {
    try (URLClassLoader loader = caches(Redis.class, Memcached.class)) {
      assertThat(states(builder().classLoader(loader).cache("redis", Map.of()), Kind.CACHE))
          .containsExactly(
              "cache 'ehcache' is not chosen: cache 'redis' is named",
              "cache 'inmemory' is not chosen: cache 'redis' is named",
              "cache 'memcached' is not chosen: cache 'redis' is named",
              "cache 'redis' is chosen: it is named");
    }
  }

  @Test
  void plugins_whenAnInstanceIsGiven_sayThat() {
    Impresario.Builder builder = builder().cache(new Redis()).runtime(definition -> null);

    assertThat(states(builder, Kind.CACHE))
        .containsExactly(
            "cache 'ehcache' is not chosen: the engine is given a cache",
            "cache 'inmemory' is not chosen: the engine is given a cache");
    assertThat(states(builder, Kind.RUNTIME))
        .containsExactly(
            "runtime 'dry-run' is not chosen: the engine is given a runtime",
            "runtime 'langchain4j' is not chosen: the engine is given a runtime");
  }

  @Test
  void plugins_whenThePromptCacheIsShared_evenIfACacheIsSetAsWell_sayThat() {
    try (var prompts = builder().buildPromptCache()) {
      assertThat(states(builder().prompts(prompts).cache("inmemory", Map.of()), Kind.CACHE))
          .containsExactly(
              "cache 'ehcache' is not chosen: the engine is given a shared prompt cache",
              "cache 'inmemory' is not chosen: the engine is given a shared prompt cache");
    }
  }

  @Test
  void plugins_ofATie_listBoth_withTheWordsOfTheError() throws Exception {
    String tie =
        "is not chosen: cache providers [memcached, redis] have the same priority; name one, for"
            + " example .cache(\"memcached\", Map.of())";
    try (URLClassLoader loader = caches(Redis.class, Memcached.class)) {
      assertThat(states(builder().classLoader(loader), Kind.CACHE))
          .containsExactly(
              "cache 'ehcache' is not chosen: cache 'memcached' has priority 10, this has 0",
              "cache 'inmemory' is not chosen: cache 'memcached' has priority 10, this has -100",
              "cache 'memcached' " + tie,
              "cache 'redis' " + tie);
    }
  }

  @Test
  void plugins_ofOneId_areBothListed_withTheirPlaces() throws Exception {
    try (URLClassLoader loader = caches(SecondInMemory.class)) {
      List<Plugin> caches = of(builder().classLoader(loader), Kind.CACHE);

      assertThat(caches).extracting(Plugin::id).containsExactly("ehcache", "inmemory", "inmemory");
      assertThat(caches).extracting(Plugin::className).doesNotHaveDuplicates();
      assertThat(caches)
          .allMatch(plugin -> plugin.state() == State.NOT_CHOSEN)
          .allMatch(plugin -> plugin.reason().startsWith("two cache providers call themselves"));
    }
  }

  @Test
  void plugins_ofOneThatCannotBeMade_haveItsClassAndItsCause() throws Exception {
    try (URLClassLoader loader = caches(Broken.class)) {
      List<Plugin> caches = of(builder().classLoader(loader), Kind.CACHE);

      Plugin broken = caches.get(2);
      assertThat(broken.state()).isEqualTo(State.BROKEN);
      assertThat(broken.id()).isNull();
      assertThat(broken.className()).isEqualTo(Broken.class.getName());
      assertThat(broken.place()).contains("system-tests");
      assertThat(broken)
          .hasToString(
              "cache %s cannot be loaded: %s: Provider %s could not be instantiated"
                      .formatted(
                          Broken.class.getName(),
                          CacheProvider.class.getName(),
                          Broken.class.getName())
                  + " (java.lang.IllegalStateException: no native library)");
      assertThat(caches.get(0).reason()).startsWith("a cache provider cannot be loaded: ");
    }
  }

  @Test
  void plugins_ofAClassThatIsNotThere_haveTheCauseAlone() throws Exception {
    try (URLClassLoader loader = Planted.loader(directory, CacheProvider.class, "com.acme.Gone")) {
      Plugin broken = of(builder().classLoader(loader), Kind.CACHE).get(2);

      assertThat(broken)
          .hasToString(
              "cache provider cannot be loaded: %s: Provider com.acme.Gone not found"
                  .formatted(CacheProvider.class.getName()));
    }
  }

  @Test
  void plugins_ofOneThatThrowsWhenAsked_areBroken_andOthersAreNot() throws Exception {
    try (URLClassLoader loader = caches(Throwing.class)) {
      Impresario.Builder builder = builder().classLoader(loader).cache("inmemory", Map.of());

      assertThat(states(builder, Kind.CACHE))
          .contains(
              "cache 'inmemory' is chosen: it is named",
              "cache 'throwing' cannot be loaded: no \\u001b[2J options");
    }
  }

  @Test
  void plugins_withHostileTexts_areSafeToShow() throws Exception {
    try (URLClassLoader loader = caches(Hostile.class)) {
      Plugin hostile = only(builder().classLoader(loader), Kind.CACHE, "hostile");

      assertThat(hostile.options())
          .containsExactly(new Plugin.Option("a\\u001b", "text", "\\u202eb", "c\\u000ad"));
    }
  }

  @Test
  void plugins_makeNothing() throws Exception {
    try (URLClassLoader loader = caches(Redis.class)) {
      Impresario.Builder builder = builder().classLoader(loader).cache("redis", Map.of());

      assertThat(only(builder, Kind.CACHE, "redis").state())
          .isEqualTo(State.CHOSEN); // it throws when it is made
    }
  }

  private URLClassLoader caches(Class<?>... types) throws Exception {
    String[] names = List.of(types).stream().map(Class::getName).toArray(String[]::new);
    return Planted.loader(directory, CacheProvider.class, names);
  }

  private static Impresario.Builder builder() {
    return Impresario.builder();
  }

  private static List<String> states(Impresario.Builder builder, Kind kind) {
    return of(builder, kind).stream().map(Plugin::toString).toList();
  }

  private static Plugin only(Impresario.Builder builder, Kind kind, String id) {
    return of(builder, kind).stream()
        .filter(plugin -> id.equals(plugin.id()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Plugin> of(Impresario.Builder builder, Kind kind) {
    return builder.plugins().stream().filter(plugin -> plugin.kind() == kind).toList();
  }

  /** Cannot say what its options are. */
  public static final class Throwing extends PlantedCache {
    /** For the service loader. */
    public Throwing() {}

    @Override
    public String id() {
      return "throwing";
    }

    @Override
    public List<OptionSpec> options() {
      throw new AssertionError("no \u001b[2J options");
    }
  }

  /** Would move the cursor if it could. */
  public static final class Hostile implements CacheProvider {
    /** For the service loader. */
    public Hostile() {}

    @Override
    public String id() {
      return "hostile";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("a\u001b", OptionSpec.Type.TEXT, "c\nd").withDefault("\u202eb"));
    }

    @Override
    public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
      throw new AssertionError("a list makes nothing");
    }
  }
}
