package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("soak")
@Timeout(600)
class ManyThreadsTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);
  private static final int KEYS = 24;

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    log.stop();
    assertThat(log.messages()).as("no tier was given up").isEmpty();
  }

  /** Each key has one writer, so what a reader may see is known: nothing older than it has seen. */
  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void get_whileOthersPutAndInvalidate_neverGoesBackAndMissesNothing(String tiers)
      throws Exception {
    Cache<String, String> cache = Caches.open(Caches.counting(10_000), tiers, directory);
    var floor = new AtomicIntegerArray(KEYS); // a value of less must not be seen any more
    var always = new boolean[KEYS]; // these are never invalidated
    var done = new AtomicBoolean();
    for (int key = 0; key < KEYS; key++) {
      always[key] = key % 2 == 0;
      cache.put("key-" + key, "0");
    }

    var readers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 3; i++) {
      var random = new Random(i);
      readers.add(
          () -> {
            while (!done.get()) {
              int key = random.nextInt(KEYS);
              int least = floor.get(key);
              String seen = cache.get("key-" + key);
              if (seen == null) {
                assertThat(always[key]).as("key %s is never missed", key).isFalse();
              } else {
                assertThat(Integer.parseInt(seen)).isGreaterThanOrEqualTo(least);
              }
            }
            return null;
          });
    }
    var writers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 2; i++) {
      int mine = i;
      writers.add(
          () -> {
            var random = new Random(mine);
            for (int step = 1; step <= 6_000 * FACTOR; step++) {
              int key = random.nextInt(KEYS / 2) * 2 + mine; // the writer's own keys
              if (!always[key] && random.nextBoolean()) {
                cache.invalidate("key-" + key);
              } else {
                cache.put("key-" + key, Integer.toString(step));
              }
              floor.set(key, step);
            }
            return null;
          });
    }
    List<Future<Void>> reading = readers.stream().map(threads::submit).toList();
    for (Future<Void> writing : writers.stream().map(threads::submit).toList()) {
      writing.get();
    }
    done.set(true);
    for (Future<Void> read : reading) {
      read.get();
    }

    assertThat(cache.size().evictions()).isZero();
    cache.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void size_afterManyThreadsWroteMoreThanFits_isExact(String tiers) throws Exception {
    Cache<String, String> cache = Caches.open(Caches.weighing(3_000_000), tiers, directory);
    var inserted = new AtomicLong();
    var highest = new AtomicLong();

    inParallel(
        4,
        random -> {
          for (int step = 0; step < 1_500 * FACTOR; step++) {
            String key = "key-" + random.nextInt(2_000);
            switch (random.nextInt(10)) {
              case 0 -> cache.invalidate(key);
              case 1 -> highest.accumulateAndGet(cache.size().weight(), Math::max);
              case 2, 3, 4 -> cache.get(key);
              default -> {
                cache.put(key, "v".repeat(random.nextInt(20_000)));
                inserted.incrementAndGet();
              }
            }
          }
        });

    CacheSize size = cache.size();
    long entries = 0;
    long weight = 0;
    for (int i = 0; i < 2_000; i++) {
      String value = cache.get("key-" + i);
      entries += value == null ? 0 : 1;
      weight += value == null ? 0 : value.length();
    }
    assertThat(size.entries()).isEqualTo(entries);
    assertThat(size.weight()).isEqualTo(weight);
    assertThat(size.evictions()).isPositive().isLessThan(inserted.get());
    assertThat(cache.size()).isEqualTo(size);
    assertThat(highest.get()).isPositive().isLessThanOrEqualTo(3_000_000);
    cache.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "offheap", "disk", "all"})
  void close_whileOthersUseIt_endsThemWithIllegalStateOnly(String tiers) throws Exception {
    for (int round = 0; round < 3 * FACTOR; round++) {
      Cache<String, String> cache = Caches.open(Caches.counting(50), tiers, directory);
      var started = new CountDownLatch(3);
      var using = new ArrayList<Future<Void>>();
      for (int i = 0; i < 3; i++) {
        var random = new Random(i);
        using.add(
            threads.submit(
                () -> {
                  try {
                    for (int step = 0; ; step++) {
                      String key = "key-" + random.nextInt(100);
                      cache.put(key, key);
                      String seen = cache.get(key);
                      assertThat(seen == null || seen.equals(key)).isTrue();
                      if (step == 20) {
                        started.countDown();
                      }
                    }
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("the cache is closed");
                    return null;
                  }
                }));
      }

      started.await();
      cache.close();

      for (Future<Void> use : using) {
        use.get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "disk"})
  void close_whileItOpens_closes(String tiers) throws Exception {
    for (int round = 0; round < 5; round++) {
      Cache<String, String> cache = Caches.open(Caches.counting(50), tiers, directory);
      Future<?> opening =
          threads.submit(
              () -> {
                try {
                  cache.put("qa", "1");
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessage("the cache is closed");
                }
              });
      cache.close();
      opening.get();
    }
    Caches.open(Caches.counting(50), tiers, directory).close(); // nobody holds the directory
  }

  private void inParallel(int count, Consumer<Random> work) throws Exception {
    var running = new ArrayList<Future<?>>();
    for (int i = 0; i < count; i++) {
      var random = new Random(i);
      running.add(threads.submit(() -> work.accept(random)));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }
}
