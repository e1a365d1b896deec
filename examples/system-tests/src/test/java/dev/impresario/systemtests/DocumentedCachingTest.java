package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.PromptCacheStats;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on caching shows. */
class DocumentedCachingTest {
  @TempDir private Path directory;

  @BeforeEach
  void writeAnAgent() throws Exception {
    write("Test.");
  }

  @Test
  void aPromptCache_isBounded_countedAndTold() {
    String agents = agents().toString();
    List<String> lines = new ArrayList<>();

    // tag::choose[]
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", agents))
            .cache("inmemory", Map.of("eviction", "lru")) // else the one of highest priority
            .promptCacheBytes(16L << 20)
            .promptTimeToLive(Duration.ofHours(1))
            .build()) {
      engine.prompts().preload(List.of("qa"));
      lines.add(engine.registry().load("qa").prompt());

      PromptCacheStats stats = engine.prompts().stats();
      lines.add(
          "%.0f %% hits, %d loads, %d bytes, %d evictions"
              .formatted(
                  stats.hitRate() * 100,
                  stats.loads(),
                  stats.size().weight(),
                  stats.size().evictions()));
    }
    // end::choose[]
    assertThat(lines).containsExactly("Test.\n", "50 % hits, 1 loads, 312 bytes, 0 evictions");
  }

  @Test
  void aPersistentCache_isThereAgainAfterItWasClosed() {
    String agents = agents().toString();
    String store = directory.resolve("cache").toString();

    // tag::persistent[]
    Map<String, String> onDisk = Map.of("heap", "500", "disk", "100", "directory", store);
    List<Long> loads = new ArrayList<>();
    for (int start = 1; start <= 2; start++) {
      try (Engine engine =
          Impresario.builder()
              .source("filesystem", Scope.PROJECT, Map.of("directory", agents))
              .cache("ehcache", onDisk)
              .build()) {
        engine.registry().load("qa");
        loads.add(engine.prompts().stats().loads()); // 1 at the first start, 0 at the next
      }
    }
    // end::persistent[]
    assertThat(loads).containsExactly(1L, 0L);
  }

  @Test
  void aChangedFile_isAnotherKey_soWhatIsCachedIsNeverStale() throws Exception {
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", agents().toString()))
            .cache("inmemory", Map.of())
            .build()) {
      // tag::changed[]
      String before = engine.registry().load("qa").prompt();
      write("Test it twice.");
      engine.registry().refresh(); // the snapshot now names another version
      String after = engine.registry().load("qa").prompt(); // so this asks for another key

      engine.prompts().invalidate("qa"); // frees the memory of all versions
      engine.prompts().invalidateMatching("review-*");
      // end::changed[]
      assertThat(before).isEqualTo("Test.\n");
      assertThat(after).isEqualTo("Test it twice.\n");
      assertThat(engine.prompts().stats().size().entries()).isZero();
    }
  }

  private Path agents() {
    return directory.resolve("agents");
  }

  private void write(String prompt) throws Exception {
    Files.createDirectories(agents());
    Files.writeString(
        agents().resolve("qa.md"),
        "---\nname: qa\ndescription: Tests.\n---\n%s\n".formatted(prompt));
  }
}
