package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class DiskTierTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);

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

  @ParameterizedTest
  @ValueSource(strings = {"disk", "all"})
  void reopening_afterACleanClose_hasWhatWasHeld(String tiers) {
    try (Cache<String, String> cache = open(Caches.weighing(100_000), tiers)) {
      for (int i = 0; i < 300; i++) {
        cache.put("key-" + i, "v".repeat(i));
      }
      cache.invalidate("key-7");
    }

    try (Cache<String, String> cache = open(Caches.weighing(100_000), tiers)) {
      assertThat(cache.size()).isEqualTo(new CacheSize(299, 300 * 299 / 2 - 7, 0));
      assertThat(cache.get("key-7")).isNull();
      assertThat(cache.get("key-8")).isEqualTo("v".repeat(8));
      cache.put("key-7", "new");
    }

    try (Cache<String, String> cache = open(Caches.weighing(100_000), tiers)) {
      assertThat(cache.get("key-7")).isEqualTo("new");
      assertThat(cache.get("key-299")).isEqualTo("v".repeat(299));
    }
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void reopening_withALowerBound_keepsWhatFitsOfTheYoungest() {
    try (Cache<String, String> cache = open(Caches.counting(100), Caches.DISK)) {
      for (int i = 0; i < 10; i++) {
        cache.put("key-" + i, "v");
      }
    }

    try (Cache<String, String> cache = open(Caches.counting(4), Caches.DISK)) {
      assertThat(cache.size()).isEqualTo(new CacheSize(4, 4, 6));
      assertThat(cache.get("key-9")).isEqualTo("v");
    }
  }

  @Test
  void reopening_withABoundBelowAnEntry_leavesThatOut() {
    try (Cache<String, String> cache = open(Caches.weighing(100), Caches.DISK)) {
      cache.put("heavy", "v".repeat(50));
      cache.put("light", "v");
    }

    try (Cache<String, String> cache = open(Caches.weighing(10), Caches.DISK)) {
      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
      assertThat(cache.get("heavy")).isNull();
      assertThat(cache.get("light")).isEqualTo("v");
    }
  }

  @Test
  void reopening_withoutAUse_leavesAllAsItWas() {
    try (Cache<String, String> cache = open(Caches.counting(100), Caches.DISK)) {
      cache.put("qa", "1");
    }

    open(Caches.counting(100), Caches.DISK).close();

    try (Cache<String, String> cache = open(Caches.counting(100), Caches.DISK)) {
      assertThat(cache.get("qa")).isEqualTo("1");
    }
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void reopening_countsTheTimeThatHasPassedByTheTickerBefore() {
    var now = new AtomicLong();
    CacheSpec<String, String> spec =
        Caches.counting(10).withTimeToLive(Duration.ofHours(1)).withTicker(now::get);
    try (Cache<String, String> cache = open(spec, Caches.DISK)) {
      cache.put("old", "1");
      now.addAndGet(Duration.ofMinutes(50).toNanos());
      cache.put("young", "2");
    }
    now.set(-4_711); // another process, another origin

    try (Cache<String, String> cache = open(spec, Caches.DISK)) {
      assertThat(cache.get("old")).isEqualTo("1");
      now.addAndGet(Duration.ofMinutes(10).toNanos());

      assertThat(cache.get("old")).isNull();
      assertThat(cache.get("young")).isEqualTo("2");
      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
    }
  }

  @Test
  void create_onADirectoryInUse_namesItAndLeavesItAlone() {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "1");

      assertThatThrownBy(() -> open(Caches.counting(10), Caches.DISK))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cache 'ehcache': directory '%s' is in use by another cache of this process; close what uses it, or name another 'directory'"
                  .formatted(home()));
      assertThat(cache.get("qa")).isEqualTo("1");
    }

    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      assertThat(cache.get("qa")).isEqualTo("1");
    }
  }

  @Test
  void create_onADirectoryThatAnotherProcessUses_namesTheProcess() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the process is started by a shell");
    Process process = Forked.java("", Holder.class, directory.toString());
    try {
      Forked.awaitReady(process);

      assertThatThrownBy(() -> open(Caches.counting(10), Caches.DISK))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cache 'ehcache': directory '%s' is in use by process %d; close what uses it, or name another 'directory'"
                  .formatted(home(), process.pid()));
    } finally {
      process.getOutputStream().close();
    }

    assertThat(process.waitFor()).isZero(); // and nothing was done to it
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      assertThat(cache.get("qa")).isEqualTo("1");
    }
    assertThat(log.messages()).isEmpty();
  }

  /** Uses the directory until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (Cache<String, String> cache =
          Caches.open(Caches.counting(10), Caches.DISK, Path.of(args[0]))) {
        cache.put("qa", "1");
        Forked.ready();
        if (System.in.read() != -1 || !"1".equals(cache.get("qa"))) {
          throw new AssertionError("the cache was disturbed");
        }
      }
    }
  }

  @Test
  void create_onADirectoryOfOthers_isRefused() throws IOException {
    Files.createDirectories(home());
    Files.writeString(home().resolve("thesis.tex"), "years of work");

    assertThatThrownBy(() -> open(Caches.counting(10), Caches.DISK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cache 'ehcache': directory '%s' holds files that are not of a cache; name another 'directory'"
                .formatted(home()));
  }

  @Test
  void create_ofANameThatIsNotFitForAFile_isRefused() {
    CacheSpec<String, String> spec = CacheSpec.counting("../prompts", Codec.TEXT, Codec.TEXT, 10);

    assertThatThrownBy(() -> open(spec, Caches.DISK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cache 'ehcache' cannot keep a cache named '../prompts' on disk; its name must be fit for a file");
  }

  @Test
  void create_whereADirectoryCannotBe_goesOnWithoutTheDiskAndSaysSoOnce() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    Map<String, String> options = Map.of("disk", "8", "directory", file.toString());

    try (Cache<String, String> cache = Caches.open(Caches.counting(10), options)) {
      cache.put("qa", "1");
      assertThat(cache.get("qa")).isEqualTo("1");
    }

    assertThat(log.messages())
        .containsExactly(
            "cache 'prompts': directory '%s' cannot be written; goes on without the disk tier"
                .formatted(file.resolve("prompts")));
  }

  @Test
  void create_inAReadOnlyDirectory_goesOnWithoutTheDisk() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write anywhere");
    Path sealed = Files.createDirectory(directory.resolve("sealed"));
    assertThat(sealed.toFile().setWritable(false)).isTrue();
    Map<String, String> options = Map.of("disk", "8", "directory", sealed.toString());

    try (Cache<String, String> cache = Caches.open(Caches.counting(10), options)) {
      cache.put("qa", "1");
      assertThat(cache.get("qa")).isEqualTo("1");
    }

    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void opening_whereTheStoreCannotBe_goesOnWithoutTheDisk() throws IOException {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "1");
    }
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      Files.delete(home().resolve("impresario.catalogue"));
      Files.createDirectories(home().resolve("impresario.catalogue").resolve("not-empty"));

      cache.put("qa", "2");
      assertThat(cache.get("qa")).isEqualTo("2");
    }

    assertThat(log.messages())
        .containsExactly(
            "cache 'prompts': the disk tier in '%s' fails; goes on without it".formatted(home()));
  }

  @Test
  void opening_afterAnUncleanEnd_startsEmptyAndSaysSoOnce() throws IOException {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "1");
    }
    Files.delete(home().resolve("impresario.catalogue")); // as while the store is open

    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      assertThat(cache.get("qa")).isNull();
      cache.put("qa", "2");
      assertThat(cache.get("qa")).isEqualTo("2");
    }

    assertThat(log.messages()).containsExactly(notClosedCleanly());
  }

  @Test
  void whileOpen_thereIsNoCatalogue() {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "1");
    }
    assertThat(home().resolve("impresario.catalogue")).exists();

    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.get("qa");
      assertThat(home().resolve("impresario.catalogue")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".meta", "impresario.catalogue"})
  void opening_withADamagedIndex_startsEmptyAndSaysSoOnce(String name) throws IOException {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "1");
    }
    Path file =
        files().stream().filter(one -> one.toString().endsWith(name)).findAny().orElseThrow();
    flip(file, Files.size(file) / 2, 1);

    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      assertThat(cache.get("qa")).isNull();
    }

    assertThat(log.messages())
        .containsExactly(
            "cache 'prompts': directory '%s' was changed since it was closed; the disk tier starts empty"
                .formatted(home()));
  }

  @Test
  void get_ofADamagedEntry_isAMissWithAWarningAndOthersStay() throws IOException {
    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      cache.put("qa", "needle in a haystack");
      cache.put("ops", "another");
    }
    Path data =
        files().stream().filter(one -> one.toString().endsWith(".data")).findAny().orElseThrow();
    String content = Files.readString(data, StandardCharsets.ISO_8859_1);
    flip(data, content.indexOf("needle"), 1);

    try (Cache<String, String> cache = open(Caches.counting(10), Caches.DISK)) {
      assertThat(cache.get("qa")).isNull();
      assertThat(cache.get("qa")).isNull();
      assertThat(cache.get("ops")).isEqualTo("another");
      assertThat(cache.size().entries()).isEqualTo(1);
      cache.put("qa", "mended");
      assertThat(cache.get("qa")).isEqualTo("mended");
    }

    assertThat(log.messages())
        .containsExactly("cache 'prompts': an entry was damaged (wrong digest) and is forgotten");
  }

  /** Any byte of any file: the right values or misses, and no exception. */
  @Tag("soak")
  @ParameterizedTest
  @ValueSource(strings = {"disk", "all"})
  void anyDamage_leavesRightValuesOrMisses(String tiers) throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    int rounds = 30 * FACTOR;
    int withValues = 0;
    for (int round = 0; round < rounds; round++) {
      try (Cache<String, String> cache = open(Caches.counting(1_000), tiers)) {
        for (int i = 0; i < 100; i++) {
          cache.put("key-" + i, "value-" + i + "-".repeat(i));
        }
      }
      withValues += values().isEmpty() ? 0 : 1; // none where damage of the last round was met now
      for (int flips = 1 << random.nextInt(8); flips > 0; flips--) {
        List<Path> files = filesToDamage(random);
        if (files.isEmpty()) {
          break;
        }
        Path file = files.get(random.nextInt(files.size()));
        if (Files.size(file) > 0) {
          flip(file, random.nextLong(Files.size(file)), 1 + random.nextInt(255));
        }
      }

      try (Cache<String, String> cache = open(Caches.counting(1_000), tiers)) {
        for (int i = 0; i < 100; i++) {
          assertThat(cache.get("key-" + i))
              .as("seed %s round %s", seed, round)
              .isIn(null, "value-" + i + "-".repeat(i));
        }
        for (int i = 0; i < 100; i++) {
          cache.put("key-" + i, "fresh-" + i);
          assertThat(cache.get("key-" + i)).as("seed %s", seed).isIn(null, "fresh-" + i);
        }
        cache.invalidateIf(key -> key.endsWith("1"));
        assertThat(cache.get("key-1")).isNull();
      }
    }
    assertThat(withValues).as("seed %s", seed).isGreaterThanOrEqualTo(rounds * 9 / 10);
  }

  /** The file of the values most often: it is the one that is believed at first. */
  private List<Path> filesToDamage(Random random) throws IOException {
    List<Path> values = values();
    return values.isEmpty() || random.nextInt(4) == 0 ? files() : values;
  }

  private List<Path> values() throws IOException {
    return files().stream().filter(one -> one.toString().endsWith(".data")).toList();
  }

  private String notClosedCleanly() {
    return "cache 'prompts': directory '%s' was not closed cleanly; the disk tier starts empty"
        .formatted(home());
  }

  private Path home() {
    return directory.resolve("prompts");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(home())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void flip(Path file, long position, int mask) throws IOException {
    var modified = Files.getLastModifiedTime(file);
    try (var raf = new RandomAccessFile(file.toFile(), "rw")) {
      raf.seek(position);
      int old = raf.read();
      raf.seek(position);
      raf.write(old ^ mask);
    }
    Files.setLastModifiedTime(file, modified); // a disk that decays changes no times
  }

  private Cache<String, String> open(CacheSpec<String, String> spec, String tiers) {
    return Caches.open(spec, tiers, directory);
  }
}
