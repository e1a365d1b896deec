package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.spi.CacheSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cache is made, used and closed, and so are others beside it. */
abstract class CacheLifeRules extends CacheThreadRules {
  private static final int OFTEN = 50;

  CacheLifeRules() {}

  @Test
  final void afterClose_everyCallThrows() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    cache.put("key", "value");

    cache.close();

    Crowd.runOne(thread -> assertEveryCallThrows(cache));
    for (int i = 0; i < OFTEN; i++) {
      assertEveryCallThrows(cache);
    }
  }

  @Test
  final void afterClose_ofACacheNeverUsed_putThrows() throws Exception {
    Cache<String, String> cache = counting(ROOMY);

    cache.close();

    assertThatThrownBy(
            () -> cache.put("key", "value"), "close() must also end a cache that was never used")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  final void close_twice_doesNothingMore() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    cache.put("key", "value");
    cache.close();

    assertThatCode(cache::close).as("a second close() must do nothing").doesNotThrowAnyException();
    assertThatThrownBy(cache::size, "a second close() must leave the cache closed")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  final void close_leavesNoThreadBehind() throws Exception {
    Map<String, String> options = options();

    List<String> left =
        Leftovers.of(
            () -> {
              try (Cache<String, String> cache = cache(countingSpec(ROOMY), options)) {
                keys(100).forEach(key -> cache.put(key, "value"));
                keys(100).forEach(cache::get);
              }
            });

    assertThat(left)
        .as("close() must end the threads of the cache, daemons too; these are still there")
        .isEmpty();
  }

  @Test
  final void close_whileOthersWork_endsThemWithIllegalStateException() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    var working = new CountDownLatch(Crowd.SIZE);

    Crowd crowd =
        Crowd.start(
            Crowd.SIZE,
            thread ->
                assertThatThrownBy(
                        () -> workUntilClosed(cache, working),
                        "a call that meets close() must end well, or throw IllegalStateException")
                    .isInstanceOf(IllegalStateException.class));
    working.await(20, TimeUnit.SECONDS);
    cache.close();

    crowd.await();
  }

  @Test
  final void caches_ofOneProvider_holdTheirOwn() throws Exception {
    Cache<String, String> one = counting(ROOMY);
    Cache<String, String> other = counting(ROOMY);

    one.put("key", "value");
    other.put("other key", "value");

    assertThat(other.get("key"))
        .as("two caches that create(...) made must not see each other's entries")
        .isNull();
    other.invalidateIf(key -> true);
    assertThat(one.get("key"))
        .as("to invalidate in one cache must leave the others alone")
        .isEqualTo("value");
  }

  @Test
  final void close_ofOneCache_leavesOthersOpen() throws Exception {
    Cache<String, String> one = counting(ROOMY);
    Cache<String, String> other = counting(ROOMY);
    other.put("key", "value");

    one.close();

    assertThatCode(() -> assertThat(other.get("key")).isEqualTo("value"))
        .as("to close one cache must leave others of the same provider open, with all they hold")
        .doesNotThrowAnyException();
  }

  @Test
  final void create_afterClose_makesACacheThatWorks() throws Exception {
    Map<String, String> options = options();
    CacheSpec<String, String> spec = countingSpec(ROOMY);
    cache(spec, options).close();

    assertThatCode(
            () -> {
              Cache<String, String> again = cache(spec, options);
              again.put("key", "value");
              assertThat(again.get("key")).isEqualTo("value");
            })
        .as("create(...) must work again with the same spec and options once the first is closed")
        .doesNotThrowAnyException();
  }

  private static void workUntilClosed(Cache<String, String> cache, CountDownLatch working) {
    for (int i = 0; true; i++) {
      cache.put("key-" + i % 20, "value");
      cache.get("key-" + i % 7);
      cache.size();
      cache.invalidate("key-" + i % 3);
      cache.invalidateIf(key -> key.equals("key-4"));
      if (i == 0) {
        working.countDown();
      }
    }
  }

  private static void assertEveryCallThrows(Cache<String, String> cache) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("get of a key that was held", () -> cache.get("key"));
    calls.put("get of a key that was not held", () -> cache.get("other"));
    calls.put("put", () -> cache.put("key", "value"));
    calls.put("invalidate", () -> cache.invalidate("key"));
    calls.put("invalidateIf", () -> cache.invalidateIf(key -> true));
    calls.put("size", cache::size);
    calls.forEach(
        (call, made) ->
            assertThatThrownBy(
                    made::run,
                    "after close() every call must throw IllegalStateException; this is %s",
                    call)
                .isInstanceOf(IllegalStateException.class));
  }
}
