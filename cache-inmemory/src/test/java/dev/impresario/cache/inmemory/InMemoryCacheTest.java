package dev.impresario.cache.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryCacheTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may wrap round

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void get_afterPut_returnsTheLatestValue(String eviction) {
    Cache<String, String> cache = counting(eviction, 10);

    cache.put("qa", "old");
    cache.put("qa", "new");

    assertThat(cache.get("qa")).isEqualTo("new");
    assertThat(cache.get("ops")).isNull();
    assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void invalidate_forgetsOnlyThatKey(String eviction) {
    Cache<String, String> cache = counting(eviction, 10);
    cache.put("qa", "1");
    cache.put("ops", "2");

    cache.invalidate("qa");

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.get("ops")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void invalidateIf_forgetsJustWhatTheFilterAccepts(String eviction) {
    Cache<String, String> cache = counting(eviction, 10);
    List.of("a1", "a2", "b1").forEach(key -> cache.put(key, key));

    cache.invalidateIf(key -> key.startsWith("a"));

    assertThat(cache.get("a1")).isNull();
    assertThat(cache.get("a2")).isNull();
    assertThat(cache.get("b1")).isEqualTo("b1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void put_beyondTheBound_evictsAndCounts(String eviction) {
    Cache<String, String> cache = counting(eviction, 3);

    for (int i = 0; i < 30; i++) {
      cache.put("key-" + i, "value");
    }

    assertThat(cache.size()).isEqualTo(new CacheSize(3, 3, 27));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void put_weighs_soThatHeavyEntriesTakeMoreRoom(String eviction) {
    Cache<String, String> cache =
        create(
            eviction,
            CacheSpec.weighing(
                "prompts", Codec.TEXT, Codec.TEXT, 100, (key, value) -> value.length()));

    cache.put("whole", "x".repeat(100));
    assertThat(cache.size().weight()).isEqualTo(100);
    cache.put("half", "x".repeat(50));
    cache.put("other half", "x".repeat(50));

    assertThat(cache.size().weight()).isLessThanOrEqualTo(100);
    assertThat(cache.size().evictions()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void put_ofWhatIsHeavierThanTheBound_isForgottenAtOnceAndHarmsNothing(String eviction) {
    Cache<String, String> cache =
        create(
            eviction,
            CacheSpec.weighing(
                "prompts", Codec.TEXT, Codec.TEXT, 100, (key, value) -> value.length()));
    cache.put("small", "x");

    cache.put("huge", "x".repeat(101));

    assertThat(cache.size().weight()).isLessThanOrEqualTo(100);
    assertThat(cache.get("huge")).isNull();
  }

  @Test
  void lru_forgetsWhatWasNotUsedForLongest() {
    Cache<String, String> cache = counting("lru", 2);
    cache.put("a", "1");
    cache.put("b", "2");
    cache.get("a");

    cache.put("c", "3");

    assertThat(cache.get("b")).isNull();
    assertThat(cache.get("a")).isEqualTo("1");
    assertThat(cache.get("c")).isEqualTo("3");
  }

  @Test
  void adaptive_keepsWhatIsUsedOftenThroughAScan() {
    Cache<String, String> cache = counting("adaptive", 100);
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 50; i++) {
        if (cache.get("often-" + i) == null) {
          cache.put("often-" + i, "value");
        }
      }
    }

    for (int i = 0; i < 1_000; i++) {
      cache.put("once-" + i, "value");
    }

    long kept = 0;
    for (int i = 0; i < 50; i++) {
      kept += cache.get("often-" + i) == null ? 0 : 1;
    }
    assertThat(kept).isGreaterThanOrEqualTo(45); // LRU would keep none
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void get_atItsTimeToLive_returnsNothing(String eviction) {
    Cache<String, String> cache = expiring(eviction);
    cache.put("qa", "prompt");

    now.addAndGet(LIMIT.toNanos() - 1);
    assertThat(cache.get("qa")).isEqualTo("prompt");
    now.addAndGet(1);

    assertThat(cache.get("qa")).isNull();
    assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void get_doesNotProlongTheTimeToLive_butPutDoes(String eviction) {
    Cache<String, String> cache = expiring(eviction);
    cache.put("read", "1");
    cache.put("written", "1");

    now.addAndGet(LIMIT.toNanos() / 2);
    cache.get("read");
    cache.put("written", "2");
    now.addAndGet(LIMIT.toNanos() / 2);

    assertThat(cache.get("read")).isNull();
    assertThat(cache.get("written")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void afterClose_everyCallThrows_andCloseDoesNothingMore(String eviction) {
    Cache<String, String> cache = counting(eviction, 10);
    cache.put("qa", "prompt");

    cache.close();
    cache.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> cache.get("qa"))
        .withMessage("the cache is closed");
    assertThatIllegalStateException().isThrownBy(() -> cache.put("qa", "prompt"));
    assertThatIllegalStateException().isThrownBy(() -> cache.invalidate("qa"));
    assertThatIllegalStateException().isThrownBy(() -> cache.invalidateIf(key -> true));
    assertThatIllegalStateException().isThrownBy(cache::size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void nulls_areRefused(String eviction) {
    Cache<String, String> cache = counting(eviction, 10);

    assertThatThrownBy(() -> cache.get(none())).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.put("qa", none())).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.put(none(), "x")).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invalidate(none())).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void manyThreads_seeOnlyValuesThatWerePut_andStayWithinTheBound(String eviction)
      throws Exception {
    Cache<String, String> cache = counting(eviction, 50);
    var start = new CountDownLatch(1);
    var strange = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      var thread = new Thread(() -> hammer(cache, start, strange));
      threads.add(thread);
      thread.start();
    }

    start.countDown();
    for (Thread thread : threads) {
      thread.join(20_000);
    }

    assertThat(strange).isEmpty();
    assertThat(cache.size().weight()).isLessThanOrEqualTo(50);
  }

  @Test
  void create_withAnUnknownEviction_saysWhatThereIs() {
    assertThatThrownBy(() -> counting("random", 10))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "provider 'inmemory': option 'eviction' must be one of [adaptive, lru], but is"
                + " 'random'");
  }

  private static void hammer(
      Cache<String, String> cache, CountDownLatch start, List<String> strange) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 5_000; i++) {
      String key = "key-" + i % 100;
      cache.put(key, "value of " + key);
      String value = cache.get(key);
      if (value != null && !value.equals("value of " + key)) {
        synchronized (strange) {
          strange.add(key + " holds " + value);
        }
      }
      if (i % 7 == 0) {
        cache.invalidate(key);
      }
    }
  }

  private Cache<String, String> expiring(String eviction) {
    return create(
        eviction,
        CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 10)
            .withTimeToLive(LIMIT)
            .withTicker(now::get));
  }

  private static Cache<String, String> counting(String eviction, long maximum) {
    return create(eviction, CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, maximum));
  }

  private static Cache<String, String> create(String eviction, CacheSpec<String, String> spec) {
    var provider = new InMemoryCacheProvider();
    return provider.create(spec, Options.of(provider, Map.of("eviction", eviction)));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a careless caller passes
  private static <T> T none() {
    return null;
  }
}
