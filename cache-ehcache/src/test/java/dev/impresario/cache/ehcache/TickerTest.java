package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clock that does not only go on. */
@Timeout(60)
class TickerTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int KEYS = 6;

  @TempDir Path directory;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void size_whereTheTickerJumpedBack_countsWhatGetReturns() {
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      now.set(0); // long before
      cache.put("ops", "2");
      now.set(-100); // so long before "qa" that it is long after

      assertThat(cache.get("qa")).isNull();
      assertThat(cache.get("ops")).isEqualTo("2");
      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
    }
  }

  @Test
  void size_whereverTheTickerJumps_countsWhatGetReturns() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      try (Cache<String, String> cache = open()) {
        for (int step = 0; step < 60; step++) {
          now.addAndGet(jump(random));
          cache.put("key-" + random.nextInt(KEYS), "value");
          now.addAndGet(jump(random));

          long before = cache.size().entries();
          assertThat(before).as("round %d, step %d", round, step).isEqualTo(got(cache));
          assertThat(cache.size().entries()).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void open_whereTheTickerFails_throwsThatAndLeavesTheStoreAsItIs() {
    var log = new Log();
    log.start();
    try (Cache<String, String> cache = Caches.open(Caches.counting(9), Caches.DISK, directory)) {
      cache.put("qa", "1");
    }
    var calls = new AtomicInteger();
    CacheSpec<String, String> spec =
        Caches.counting(9)
            .withTicker(
                () -> {
                  if (calls.incrementAndGet() == 2) { // the first is that of the call itself
                    throw new IllegalStateException("planted");
                  }
                  return 0;
                });
    try (Cache<String, String> cache = Caches.open(spec, Caches.DISK, directory)) {
      assertThatIllegalStateException().isThrownBy(() -> cache.get("qa")).withMessage("planted");
      assertThat(cache.get("qa")).isEqualTo("1");
      assertThat(log.messages()).isEmpty();
    } finally {
      log.stop();
    }
  }

  private static long jump(Random random) {
    long far = random.nextLong() >> random.nextInt(64);
    return random.nextBoolean() ? far : random.nextLong(LIMIT.toNanos());
  }

  private static long got(Cache<String, String> cache) {
    long got = 0;
    for (int i = 0; i < KEYS; i++) {
      got += cache.get("key-" + i) == null ? 0 : 1;
    }
    return got;
  }

  private Cache<String, String> open() {
    return Caches.open(Caches.counting(4).withTimeToLive(LIMIT).withTicker(now::get), Map.of());
  }
}
