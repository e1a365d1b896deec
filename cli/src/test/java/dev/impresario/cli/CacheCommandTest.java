package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheCommandTest {
  private static final String USAGE =
      "usage: impresario cache stats|clear [--cache ID] [--cache-option K=V] [--json]\n";

  @TempDir Path directory;
  private final KeptCache kept = new KeptCache();

  @BeforeEach
  void keepTwoPrompts() {
    Folder agents = new Folder(directory).withAgent("qa").withAgent("dev");
    try (Engine engine =
        builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", agents.toString()))
            .build()) {
      assertThat(engine.registry().loadAll(List.of("qa", "dev")).failed()).isEmpty();
    }
  }

  @Test
  void stats_ofPersistentCache_showsHowFullItIs() {
    assertThat(runOnKept("cache", "stats"))
        .matches(
            """
            cache      inmemory
            entries    2
            weight     [1-9][0-9,]* of 67,108,864 bytes
            evictions  0
            """);
    assertThat(kept.open).isZero();
  }

  @Test
  void statsJson_ofPersistentCache_isOneObject() {
    assertThat(runOnKept("cache", "stats", "--json"))
        .matches(
            "\\{\"cache\":\"inmemory\",\"entries\":2,\"bytes\":[1-9]\\d*,\"maximumBytes\":67108864,"
                + "\"evictions\":0}\n");
  }

  @Test
  void clear_ofPersistentCache_saysWhatItFreed_andLeavesNothing() {
    assertThat(runOnKept("cache", "clear")).matches("cleared 2 entries, [1-9][0-9,]* bytes\n");
    assertThat(runOnKept("cache", "clear")).isEqualTo("cleared 0 entries, 0 bytes\n");
    assertThat(kept.open).isZero();
  }

  @Test
  void clearJson_ofPersistentCache_isOneObject() {
    assertThat(runOnKept("cache", "clear", "--json"))
        .matches("\\{\"cache\":\"inmemory\",\"entries\":2,\"bytes\":[1-9]\\d*}\n");
  }

  @Test
  void statsAndClear_ofCacheThatKeepsNothing_sayWhatToWrite() {
    assertThat(Run.of("cache", "stats"))
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: cache 'inmemory' keeps nothing between runs, so there is nothing to"
                    + " show; name one that does, for example --cache ehcache --cache-option"
                    + " disk=100 --cache-option directory=DIR\n"
                    + USAGE));
    assertThat(Run.of("cache", "clear", "--cache", "inmemory", "--json").err())
        .startsWith(
            "impresario: cache 'inmemory' keeps nothing between runs, so there is nothing to clear;");
  }

  @Test
  void cacheOnDisk_isFilledByOneRun_andShownAndClearedByOthers() {
    assertThat(onDisk("show", "qa", directory.toString()).status()).isZero();
    assertThat(onDisk("show", "qa", directory.toString()).status()).isZero();
    assertThat(onDisk("show", "dev", directory.toString()).status()).isZero();

    assertThat(onDisk("cache", "stats").out()).contains("cache      ehcache\nentries    2\n");
    assertThat(onDisk("cache", "clear").out()).startsWith("cleared 2 entries, ");
    assertThat(onDisk("cache", "stats").out()).contains("entries    0\n");
  }

  @Test
  void cacheOnDisk_whereThereIsNone_isToldAndNotMade() {
    String told =
        "impresario: cache 'ehcache': option 'directory' is '%s', which does not exist, so there is nothing to %s; name the place where the cache was kept\n";

    assertThat(onDisk("cache", "stats"))
        .isEqualTo(new Run(2, "", told.formatted(store(), "show") + USAGE));
    assertThat(onDisk("cache", "clear", "--json"))
        .isEqualTo(new Run(2, "", told.formatted(store(), "clear") + USAGE));
    assertThat(store()).doesNotExist();
  }

  @Test
  void cacheOnDisk_thatIsInUse_isToldInOneLine() {
    try (PromptCache service =
        Impresario.builder()
            .classLoader(getClass().getClassLoader())
            .cache("ehcache", Map.of("disk", "10", "directory", store().toString()))
            .buildPromptCache()) {
      assertThat(service.persistent()).isTrue();

      assertThat(onDisk("cache", "clear"))
          .isEqualTo(
              new Run(
                  2,
                  "",
                  "impresario: cache 'ehcache': directory '%s' is in use by another cache of this process; close what uses it, or name another 'directory'\n"
                      .formatted(store().resolve("prompts"))));
    }
  }

  @Test
  void stats_ofCacheOnDisk_whoseOptionsAskForNoDisk_saysWhatItMayBe() {
    assertThat(Run.of("cache", "stats", "--cache=ehcache", "--cache-option=heap=10").err())
        .startsWith(
            "impresario: cache 'ehcache' keeps nothing between runs (its options do not ask for it,"
                + " or it cannot write where they say), so there is nothing to show; name one");
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Run onDisk(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--cache", "ehcache", "--cache-option", "disk=10"));
    all.addAll(List.of("--cache-option", "directory=" + store()));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void stats_ofUnknownCache_saysWhichThereAre() {
    Run run = Run.of("cache", "stats", "--cache", "redis");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("impresario: no cache provider 'redis'; found [");
  }

  @Test
  void stats_withUnknownCacheOption_saysWhichThereAre() {
    assertThat(Run.of("cache", "stats", "--cache-option", "disk=100"))
        .isEqualTo(
            new Run(
                2, "", "impresario: cache 'inmemory' has no option 'disk'; it has [eviction]\n"));
  }

  @Test
  void cacheOptions_reachTheCacheOfEveryCommandThatTakesThem() {
    for (List<String> command :
        List.of(List.of("show", "qa"), List.of("run", "qa", "Test"), List.of("demo"))) {
      var words = new ArrayList<>(command);
      words.addAll(List.of(directory.toString(), "--cache-option", "eviction=x"));

      assertThat(Run.of(words.toArray(String[]::new)).err())
          .isEqualTo(
              "impresario: cache 'inmemory': option 'eviction' must be one of [adaptive, lru], but"
                  + " is 'x'\n");
    }
    assertThat(Run.of("show", "qa", directory.toString(), "--cache-option=eviction=lru").status())
        .isZero();
  }

  @Test
  void cacheThatCannotBeOpened_isToldOf() {
    var console = new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), Run.PIPE);
    var command =
        new CacheCommand(
            console,
            choice -> {
              throw new ConfigurationException("in use");
            });

    assertThatThrownBy(() -> command.run(ArgumentParser.parse(new String[] {"cache", "stats"})))
        .hasMessage("in use"); // which Main writes in one line, as in the tests above
  }

  private Impresario.Builder builder() {
    return Impresario.builder().classLoader(getClass().getClassLoader()).cache(kept);
  }

  private String runOnKept(String... args) {
    var out = new ByteArrayOutputStream();
    var console = new Console(out, out, Run.PIPE);
    int status =
        new CacheCommand(console, choice -> builder().buildPromptCache())
            .run(ArgumentParser.parse(args));
    console.flush();
    assertThat(status).isZero();
    return out.toString(UTF_8);
  }
}
