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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What these caches do beyond the contract. */
class InMemoryCacheTest {
  private static final int READERS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong();

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
  void put_beyondTheBound_fillsIt(String eviction) {
    Cache<String, String> cache = counting(eviction, 3);

    for (int i = 0; i < 30; i++) {
      cache.put("key-" + i, "value");
    }

    assertThat(cache.size()).isEqualTo(new CacheSize(3, 3, 27));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void get_aNanosecondBeforeItsTimeToLive_findsTheValue(String eviction) {
    Cache<String, String> cache = expiring(eviction);
    cache.put("qa", "prompt");

    now.addAndGet(LIMIT.toNanos() - 1);
    assertThat(cache.get("qa")).isEqualTo("prompt");
    now.addAndGet(1);

    assertThat(cache.get("qa")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void size_afterExpiry_countsItThoughNobodyAsked(String eviction) {
    Cache<String, String> cache = expiring(eviction);
    cache.put("qa", "prompt");

    now.addAndGet(LIMIT.toNanos());

    assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  void put_ofWhatIsHeavierThanAnInt_isNotHeldButCountedAsEvicted(String eviction) {
    Cache<String, Long> cache = weighing(eviction);
    cache.put("heavy", 1L);

    cache.put("heavy", Integer.MAX_VALUE + 1L);
    cache.put("light", (long) Integer.MAX_VALUE);

    assertThat(cache.get("heavy")).isNull();
    assertThat(cache.size()).isEqualTo(new CacheSize(1, Integer.MAX_VALUE, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "lru"})
  @Timeout(60)
  void put_whileOthersReadWithoutEnd_ends(String eviction) throws Exception {
    Cache<String, String> cache = counting(eviction, 10);
    cache.put("qa", "prompt");
    var done = new AtomicBoolean();
    var started = new CountDownLatch(READERS);
    Runnable reading =
        () -> {
          started.countDown();
          while (!done.get()) {
            cache.get("qa");
          }
        };

    for (int i = 0; i < READERS; i++) {
      daemon(reading);
    }
    started.await();
    Thread writer = daemon(() -> putOften(cache));
    writer.join(20_000);
    done.set(true);

    assertThat(writer.isAlive()).isFalse();
  }

  private static void putOften(Cache<String, String> cache) {
    for (int i = 0; i < 200; i++) {
      cache.put("qa", "prompt");
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void untilTheFirstPut_noLibraryIsLoaded() {
    try (var cache =
        new InMemoryCache<String, String>(
            () -> {
              throw new AssertionError("started");
            })) {
      assertThat(cache.get("qa")).isNull();
      cache.invalidate("qa");
      cache.invalidateIf(key -> true);
      assertThat(cache.size()).isEqualTo(new CacheSize(0, 0, 0));
      assertThatThrownBy(() -> cache.put("qa", "prompt")).hasMessage("started");
    }
  }

  @Test
  void get_afterClose_saysSo() {
    Cache<String, String> cache = counting("adaptive", 10);

    cache.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> cache.get("qa"))
        .withMessage("the cache is closed");
  }

  @Test
  void create_withAnUnknownEviction_saysWhatThereIs() {
    assertThatThrownBy(() -> counting("random", 10))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "provider 'inmemory': option 'eviction' must be one of [adaptive, lru], but is"
                + " 'random'");
  }

  private Cache<String, String> expiring(String eviction) {
    return create(
        eviction,
        CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 10)
            .withTimeToLive(LIMIT)
            .withTicker(now::get));
  }

  /** Each value weighs what it is. */
  private static Cache<String, Long> weighing(String eviction) {
    var values =
        new Codec<Long>() {
          @Override
          public byte[] encode(Long value) {
            return Codec.TEXT.encode(value.toString());
          }

          @Override
          public Long decode(byte[] bytes) {
            return Long.valueOf(Codec.TEXT.decode(bytes));
          }
        };
    return create(
        eviction,
        CacheSpec.weighing("prompts", Codec.TEXT, values, Long.MAX_VALUE, (key, value) -> value));
  }

  private static Cache<String, String> counting(String eviction, long maximum) {
    return create(eviction, CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, maximum));
  }

  private static <V> Cache<String, V> create(String eviction, CacheSpec<String, V> spec) {
    var provider = new InMemoryCacheProvider();
    return provider.create(spec, Options.of(provider, Map.of("eviction", eviction)));
  }
}
