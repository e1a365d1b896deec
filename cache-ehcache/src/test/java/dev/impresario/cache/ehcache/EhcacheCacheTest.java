package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EhcacheCacheTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path directory;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may wrap round
  private final List<Cache<String, String>> open = new ArrayList<>();

  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void closeAll() {
    open.forEach(Cache::close);
    log.stop();
    assertThat(log.messages())
        .as("no tier was given up")
        .noneMatch(message -> message.contains("goes on without"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void get_afterPut_returnsTheLatestValue(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);

    cache.put("qa", "old");
    cache.put("qa", "new");

    assertThat(cache.get("qa")).isEqualTo("new");
    assertThat(cache.get("qa")).isEqualTo("new");
    assertThat(cache.get("ops")).isNull();
    assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void get_ofManyValuesOfManySizes_returnsEach(String tiers) {
    Cache<String, String> cache = open(Caches.counting(1_000), tiers);

    for (int i = 0; i < 200; i++) {
      cache.put("key-" + i, "v".repeat(i * 7));
    }

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 200; i++) {
        assertThat(cache.get("key-" + i)).isEqualTo("v".repeat(i * 7));
      }
    }
    assertThat(cache.size()).isEqualTo(new CacheSize(200, 200, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void invalidate_forgetsOnlyThatKey(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);
    cache.put("qa", "1");
    cache.put("ops", "2");

    cache.invalidate("qa");

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.get("ops")).isEqualTo("2");
    assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void invalidateIf_forgetsJustWhatTheFilterAccepts(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);
    List.of("a1", "a2", "b1").forEach(key -> cache.put(key, key));

    cache.invalidateIf(key -> key.startsWith("a"));

    assertThat(cache.get("a1")).isNull();
    assertThat(cache.get("a2")).isNull();
    assertThat(cache.get("b1")).isEqualTo("b1");
  }

  @Test
  void invalidateIf_byAFilterThatCloses_throwsInsteadOfWaitingForItself() {
    Cache<String, String> cache = open(Caches.counting(10), Caches.HEAP);
    cache.put("qa", "1");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                cache.invalidateIf(
                    key -> {
                      cache.close();
                      return true;
                    }))
        .withMessage("the cache is closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void put_beyondTheBound_evictsAndCounts(String tiers) {
    Cache<String, String> cache = open(Caches.counting(3), tiers);

    for (int i = 0; i < 30; i++) {
      cache.put("key-" + i, "value");
    }

    assertThat(cache.size()).isEqualTo(new CacheSize(3, 3, 27));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void put_ofWeights_keepsWithinTheBoundAtEveryStep(String tiers) {
    Cache<String, String> cache = open(Caches.weighing(100), tiers);

    for (int i = 0; i < 300; i++) {
      cache.put("key-" + i % 37, "v".repeat(i % 41));
      assertThat(cache.size().weight()).isLessThanOrEqualTo(100);
    }

    long entries = 0;
    long weight = 0;
    for (int i = 0; i < 37; i++) {
      String value = cache.get("key-" + i);
      if (value != null) {
        entries++;
        weight += value.length();
      }
    }
    assertThat(cache.size().entries()).isEqualTo(entries);
    assertThat(cache.size().weight()).isEqualTo(weight);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void put_heavierThanTheBound_isNotKeptAndNeitherIsTheOlderValue(String tiers) {
    Cache<String, String> cache = open(Caches.weighing(10), tiers);
    cache.put("qa", "small");
    cache.put("ops", "other");

    cache.put("qa", "x".repeat(11));

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.get("ops")).isEqualTo("other");
    assertThat(cache.size()).isEqualTo(new CacheSize(1, 5, 1));
  }

  @Test
  void put_overTheBoundOfTheHeap_keepsThatManyEntries() {
    Cache<String, String> cache = Caches.open(Caches.counting(100), Map.of("heap", "5"));
    open.add(cache);

    for (int i = 0; i < 30; i++) {
      cache.put("key-" + i, "value");
    }

    assertThat(cache.size()).isEqualTo(new CacheSize(5, 5, 25));
  }

  @Test
  void put_ofANegativeWeight_throws() {
    Cache<String, String> cache =
        open(
            CacheSpec.weighing("prompts", Codec.TEXT, Codec.TEXT, 10, (key, value) -> -1),
            Caches.HEAP);

    assertThatThrownBy(() -> cache.put("qa", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an entry must not weigh less than 0: -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void put_whatIsUsed_outlivesWhatIsNot(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);
    cache.put("favourite", "kept");

    for (int i = 0; i < 100; i++) {
      assertThat(cache.get("favourite")).isEqualTo("kept");
      cache.put("passing-" + i, "by");
    }

    assertThat(cache.get("favourite")).isEqualTo("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void get_atItsTimeToLive_isAMiss(String tiers) {
    Cache<String, String> cache =
        open(Caches.counting(10).withTimeToLive(LIMIT).withTicker(now::get), tiers);
    cache.put("qa", "1");

    now.addAndGet(LIMIT.toNanos() - 1);
    cache.put("ops", "2");
    assertThat(cache.get("qa")).isEqualTo("1");
    assertThat(cache.size()).isEqualTo(new CacheSize(2, 2, 0));
    now.addAndGet(1);

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.get("ops")).isEqualTo("2");
    assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offheap", "disk", "all"})
  void put_moreThanTheTierHolds_evictsAndCountsExactly(String tiers) {
    Cache<String, String> cache = open(Caches.weighing(Long.MAX_VALUE), tiers);
    String value = "v".repeat(16_000);

    for (int i = 0; i < 2_000; i++) {
      cache.put("key-" + i, value);
    }

    CacheSize size = cache.size();
    long held = 0;
    for (int i = 0; i < 2_000; i++) {
      held += cache.get("key-" + i) == null ? 0 : 1;
    }
    assertThat(size.entries()).isEqualTo(held).isBetween(20L, 700L);
    assertThat(size.weight()).isEqualTo(held * value.length());
    assertThat(size.evictions()).isEqualTo(2_000 - held);
    assertThat(cache.size()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"offheap", "disk"})
  void put_ofAValueLargerThanTheTier_isNotKeptAndTheTierStays(String tiers) {
    Cache<String, String> cache = open(Caches.counting(100), tiers);
    cache.put("large", "small");

    for (int i = 0; i < 5; i++) {
      cache.put("large", "v".repeat(9 << 20));
    }
    cache.put("qa", "1");

    assertThat(cache.get("large")).isNull();
    assertThat(cache.get("qa")).isEqualTo("1");
    assertThat(cache.size().entries()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"offheap", "disk", "all"})
  void get_fromATierOfBytes_decodesWhatTheCodecEncoded(String tiers) {
    var decodes = new AtomicInteger();
    Cache<StringBuilder, StringBuilder> cache =
        Caches.open(
            CacheSpec.counting("prompts", new Builders(decodes), new Builders(decodes), 10),
            tiers,
            directory);
    var key = new StringBuilder("qa");
    var value = new StringBuilder("1");

    cache.put(key, value);
    value.append("23");

    assertThat(cache.get(key)).hasToString("1");
    assertThat(decodes).hasValue(1);
    cache.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"offheap", "disk"})
  void get_ofWhatTheCodecCannotDecode_isAMissAndOthersStay(String tiers) {
    Codec<String> picky =
        new Codec<>() {
          @Override
          public byte[] encode(String value) {
            return Codec.TEXT.encode(value);
          }

          @Override
          public String decode(byte[] bytes) {
            if (bytes.length == 3) {
              throw new AssertionError("planted");
            }
            return Codec.TEXT.decode(bytes);
          }
        };
    Cache<String, String> cache = open(CacheSpec.counting("prompts", Codec.TEXT, picky, 10), tiers);
    cache.put("bad", "123");
    cache.put("good", "1234");

    assertThat(cache.get("bad")).isNull();
    assertThat(cache.get("good")).isEqualTo("1234");
    assertThat(cache.size().entries()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void everyCallButClose_afterClose_throws(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);
    cache.put("qa", "1");

    cache.close();
    cache.close();

    List<Runnable> calls =
        List.of(
            () -> cache.get("qa"),
            () -> cache.put("qa", "1"),
            () -> cache.invalidate("qa"),
            () -> cache.invalidateIf(key -> true),
            cache::size);
    calls.forEach(
        call ->
            assertThatIllegalStateException()
                .isThrownBy(call::run)
                .withMessage("the cache is closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void everyCall_beforeThereIsAnything_findsNothing(String tiers) {
    Cache<String, String> cache = open(Caches.counting(10), tiers);

    cache.invalidate("qa");
    cache.invalidateIf(key -> true);

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void everyCall_onAnInterruptedThread_worksAndKeepsTheFlag(String tiers) {
    Thread.currentThread().interrupt();
    try {
      Cache<String, String> cache = open(Caches.counting(10), tiers);
      cache.put("qa", "1");
      assertThat(cache.get("qa")).isEqualTo("1");
      cache.invalidate("qa");
      assertThat(cache.get("qa")).isNull();
      cache.close();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private Cache<String, String> open(CacheSpec<String, String> spec, String tiers) {
    Cache<String, String> cache = Caches.open(spec, tiers, directory);
    open.add(cache);
    return cache;
  }

  /** Keys and values that change after they were put. */
  private record Builders(AtomicInteger decodes) implements Codec<StringBuilder> {
    @Override
    public byte[] encode(StringBuilder value) {
      return Codec.TEXT.encode(value.toString());
    }

    @Override
    public StringBuilder decode(byte[] bytes) {
      decodes.incrementAndGet();
      return new StringBuilder(Codec.TEXT.decode(bytes));
    }
  }
}
