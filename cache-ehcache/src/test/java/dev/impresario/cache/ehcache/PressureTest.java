package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiers so small that there is never room. */
@Timeout(300)
class PressureTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);
  private static final int KEYS = 1_000;

  @TempDir Path directory;

  private final Log log = new Log();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    log.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "8, 8, 0, 60_000, 8",
    "1, 0, 1, 30_000, 16",
    "1, 1, 0, 30_000, 16",
    "1, 1, 2, 30_000, 16"
  })
  void putAndGet_whereThereIsNeverRoom_keepTheTierAndCountExactly(
      int heap, int offheap, int disk, String largest, int users) throws Exception {
    int bound = Integer.parseInt(largest.replace("_", ""));
    Cache<String, String> cache =
        Caches.open(Caches.weighing(Long.MAX_VALUE), options(heap, offheap, disk));
    var puts = new AtomicLong();

    var running = new ArrayList<Future<?>>();
    for (int i = 0; i < users; i++) {
      var random = new Random(i);
      running.add(
          threads.submit(
              () -> {
                for (int step = 0; step < 16_000 * FACTOR / users; step++) {
                  String key = "key-" + random.nextInt(KEYS);
                  if (random.nextInt(4) == 0) {
                    cache.put(key, key + "v".repeat(random.nextInt(bound)));
                    puts.incrementAndGet();
                  } else {
                    String seen = cache.get(key);
                    assertThat(seen == null || seen.startsWith(key + "v") || seen.equals(key))
                        .isTrue();
                  }
                }
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }

    CacheSize size = cache.size();
    long entries = 0;
    for (int i = 0; i < KEYS; i++) {
      entries += cache.get("key-" + i) == null ? 0 : 1;
    }
    assertThat(log.messages()).as("no tier was given up").isEmpty();
    assertThat(size.entries()).isEqualTo(entries).isPositive();
    assertThat(size.evictions()).isPositive().isLessThan(puts.get());
    assertThat(cache.size()).isEqualTo(size);
    cache.close();
  }

  private Map<String, String> options(int heap, int offheap, int disk) {
    var options = new TreeMap<String, String>();
    options.put("heap", Integer.toString(heap));
    if (offheap > 0) {
      options.put("offheap", Integer.toString(offheap));
    }
    if (disk > 0) {
      options.put("disk", Integer.toString(disk));
      options.put("directory", directory.toString());
    }
    return options;
  }
}
