package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.impresario.Cache;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cache is safe for use by many threads. */
abstract class CacheThreadRules extends CacheBoundRules {
  private static final int STEPS = 1_000;
  private static final int LAST = STEPS - 1;

  CacheThreadRules() {}

  @Test
  final void manyThreads_findOnlyWhatWasPutUnderThatKey() throws Exception {
    Cache<String, String> cache = counting(ROOMY);

    Crowd.run(
        thread -> {
          var random = new Random(thread);
          for (int i = 0; i < STEPS; i++) {
            String key = "key-" + random.nextInt(20);
            cache.put(key, key + "=" + i);
            assertThat("" + cache.get(key))
                .as("a value found must be one that was put under that key")
                .matches(value -> value.startsWith(key + "=") || value.equals("null"));
          }
        });
  }

  @Test
  final void manyThreads_leaveAValueThatWasPutLast() throws Exception {
    Cache<String, String> cache = counting(ROOMY);

    Crowd.run(
        thread -> {
          for (int i = 0; i < STEPS; i++) {
            cache.put("key-" + i % 10, "thread-" + thread + " step-" + i / 10);
          }
        });

    List<String> last =
        IntStream.range(0, Crowd.SIZE)
            .mapToObj(thread -> "thread-" + thread + " step-" + LAST / 10)
            .toList();
    for (String key : keys(10)) {
      assertThat(cache.get(key))
          .as("once all threads have ended, the value must be what one of them put last")
          .isIn(last);
    }
  }

  @Test
  final void manyThreads_stayWithinTheBound() throws Exception {
    Cache<String, String> cache = bounded(50);

    Crowd.run(
        thread -> {
          for (int i = 0; i < STEPS; i++) {
            cache.put("key-" + (i + thread * 13) % 200, "value");
          }
        });

    assertThat(found(cache, keys(200), false).entries())
        .as("what is held must be within maximumWeight once %d threads have put", Crowd.SIZE)
        .isLessThanOrEqualTo(50);
  }

  @Test
  final void invalidate_onceItReturned_noThreadFindsAnEarlierValue() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    var gone = new AtomicInteger(-1); // all values up to this one
    var done = new AtomicBoolean();
    var found = new CountDownLatch(Crowd.SIZE);

    Crowd readers =
        Crowd.start(
            Crowd.SIZE,
            thread -> {
              awaitAValue(cache, found);
              boolean last;
              do {
                last = done.get(); // asks once more after the end
                assertNotGone(cache, gone.get());
              } while (!last);
            });
    try {
      cache.put("key", "0");
      assertThat(found.await(20, TimeUnit.SECONDS)) // so that each has the chance to keep it
          .as("what one thread puts, all must find")
          .isTrue();
      for (int i = 0; i < STEPS * 5; i++) {
        cache.put("key", "" + i);
        cache.invalidate("key");
        gone.set(i);
      }
    } finally {
      done.set(true);
    }

    readers.await();
  }

  private static void awaitAValue(Cache<String, String> cache, CountDownLatch found) {
    while (cache.get("key") == null) {
      Thread.onSpinWait();
    }
    found.countDown();
  }

  private static void assertNotGone(Cache<String, String> cache, int gone) {
    String value = cache.get("key");
    if (value != null) {
      assertThat(Integer.parseInt(value))
          .as(
              "once invalidate(key) has returned, get(key) must not return what was put before, in"
                  + " any thread")
          .isGreaterThan(gone);
    }
  }

  @Test
  final void interruptedThread_mayUseTheCacheAndStaysInterrupted() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    cache.put("key", "value");

    Crowd.runOne(
        thread -> {
          Thread.currentThread().interrupt();
          assertThatCode(
                  () -> {
                    cache.get("key");
                    cache.put("other", "value");
                    cache.invalidate("third");
                  })
              .as("an interrupted thread must be able to use the cache")
              .doesNotThrowAnyException();
          assertThat(Thread.currentThread().isInterrupted())
              .as("calls must leave the interrupt of their thread as it is")
              .isTrue();
        });

    assertThat(cache.get("key"))
        .as("calls of an interrupted thread must leave the cache working for all others")
        .isEqualTo("value");
  }
}
