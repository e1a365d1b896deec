package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a store that lies closed on disk. */
@Timeout(120)
class ClosedStoreTest {

  @TempDir Path directory;

  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    log.stop();
  }

  @Test
  void size_ofAStoreNotYetOpened_leavesItClosed() throws IOException {
    try (Cache<String, String> cache = open(Caches.weighing(100))) {
      cache.put("qa", "four");
      cache.put("ops", "seven77");
    }

    try (Cache<String, String> cache = open(Caches.weighing(100))) {
      assertThat(cache.size()).isEqualTo(new CacheSize(2, 11, 0));
      assertThat(cache.size()).isEqualTo(new CacheSize(2, 11, 0));

      assertThat(catalogue()).exists(); // so that a kill here loses nothing
      assertThat(cache.get("qa")).isEqualTo("four");
      assertThat(catalogue()).doesNotExist();
      assertThat(cache.size()).isEqualTo(new CacheSize(2, 11, 0));
    }
  }

  @Test
  void size_ofAStoreNotYetOpened_isThatOfTheOpenedOne() {
    var now = new AtomicLong();
    CacheSpec<String, String> spec =
        Caches.weighing(1_000).withTimeToLive(Duration.ofHours(1)).withTicker(now::get);
    try (Cache<String, String> cache = open(spec)) {
      cache.put("old", "v".repeat(3));
      now.addAndGet(Duration.ofMinutes(50).toNanos());
      cache.put("heavy", "v".repeat(50));
      cache.put("middling", "v".repeat(30));
      cache.put("light", "v".repeat(20));
    }
    spec = Caches.weighing(40).withTimeToLive(Duration.ofHours(1)).withTicker(now::get);

    try (Cache<String, String> cache = open(spec)) {
      now.addAndGet(Duration.ofMinutes(10).toNanos());
      CacheSize atRest = cache.size();
      assertThat(cache.get("light")).isNotNull();

      assertThat(atRest).isEqualTo(new CacheSize(1, 20, 3)).isEqualTo(cache.size());
    }
  }

  @Test
  void size_ofADamagedStore_isNothing() throws IOException {
    put("qa", "1");
    Files.writeString(catalogue(), "nonsense");

    try (Cache<String, String> cache = open(Caches.counting(10))) {
      assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 0));
      assertThat(cache.get("qa")).isNull();
    }
    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void get_afterTheStoreWasChangedSinceItsSizeWasAsked_findsNothing() throws IOException {
    put("qa", "1");

    try (Cache<String, String> cache = open(Caches.counting(10))) {
      assertThat(cache.size().entries()).isEqualTo(1);
      try (Stream<Path> files = Files.walk(store())) {
        Path index =
            files.filter(file -> file.toString().endsWith(".index")).findAny().orElseThrow();
        Files.writeString(index, "nonsense");
      }
      assertThat(cache.get("qa")).isNull();
    }
    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void invalidateIf_ofAllThatIsOnDisk_deletesTheFiles() {
    put("qa", "1");

    try (Cache<String, String> cache = open(Caches.counting(10))) {
      cache.invalidateIf(key -> true);

      assertThat(store()).doesNotExist();
      assertThat(cache.get("qa")).isNull();
      assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 0));
      cache.put("ops", "2");
      assertThat(cache.get("ops")).isEqualTo("2");
    }
    try (Cache<String, String> cache = open(Caches.counting(10))) {
      assertThat(cache.get("qa")).isNull();
      assertThat(cache.get("ops")).isEqualTo("2");
    }
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void invalidateIf_ofAllThatIsOpen_deletesTheFilesAndKeepsTheCount() {
    try (Cache<String, String> cache = open(Caches.counting(2))) {
      cache.put("a", "1");
      cache.put("b", "2");
      cache.put("c", "3");

      cache.invalidateIf(key -> key.equals("b"));
      assertThat(store()).exists();
      cache.invalidateIf(key -> true);

      assertThat(store()).doesNotExist();
      assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 1));
      cache.put("d", "4");
      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
    }
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void invalidateIf_afterAnUncleanEnd_deletesTheFiles() throws IOException {
    put("qa", "1");
    Files.delete(catalogue()); // as while the store is open

    try (Cache<String, String> cache = open(Caches.counting(10))) {
      cache.invalidateIf(key -> true);

      assertThat(store()).doesNotExist();
      cache.put("qa", "2");
    }
    assertThat(log.messages())
        .containsExactly(
            "cache 'prompts': directory '%s' was not closed cleanly; the disk tier starts empty"
                .formatted(directory.resolve("prompts")));
  }

  private void put(String key, String value) {
    try (Cache<String, String> cache = open(Caches.counting(10))) {
      cache.put(key, value);
    }
  }

  private Path catalogue() {
    return directory.resolve("prompts").resolve("impresario.catalogue");
  }

  private Path store() {
    return directory.resolve("prompts").resolve("ehcache");
  }

  private Cache<String, String> open(CacheSpec<String, String> spec) {
    return Caches.open(spec, Caches.DISK, directory);
  }
}
