package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A cache stores: whatever was put is there, until it is forgotten. */
abstract class CacheStoringRules extends CacheFixture {
  private static final long SEED = 20;
  private static final int STEPS = 3_000;
  private static final int MANY = 2_000;
  private static final int PATIENCE_SECONDS = 10;

  CacheStoringRules() {}

  @Test
  final void getPutAndInvalidate_inAnyOrder_agreeWithAMap() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    var model = new CacheModel();
    var random = new Random(SEED);

    for (int step = 0; step < STEPS; step++) {
      String key = "key-" + random.nextInt(20);
      switch (random.nextInt(4)) {
        case 0 -> cache.invalidate(model.invalidate(key));
        case 1 -> cache.put(key, model.put(key, "value-" + step));
        default ->
            assertThat(cache.get(key))
                .as(
                    "get(\"%s\") must return what was put last, and nothing once it was"
                        + " invalidated; the bound is far away; the last steps were %s",
                    key, model.history(key))
                .isEqualTo(model.get(key));
      }
    }
  }

  @Test
  final void invalidateIf_forgetsJustWhatTheFilterAccepts() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    keys(100).forEach(key -> cache.put(key, "value of " + key));
    Predicate<String> filter = key -> key.endsWith("7");

    cache.invalidateIf(filter);

    for (String key : keys(100)) {
      assertThat(cache.get(key))
          .as("invalidateIf(...) must forget every key that the filter accepts, and no other")
          .isEqualTo(filter.test(key) ? null : "value of " + key);
    }
    assertThat(cache.size().entries())
        .as("what invalidateIf(...) has forgotten must not be counted as held")
        .isEqualTo(90);
    assertForgets(key -> key.length() % 2 == 0); // accepts and rejects many in a row
    assertForgets(key -> true);
  }

  private void assertForgets(Predicate<String> filter) throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    keys(MANY).forEach(key -> cache.put(key, "value of " + key));

    cache.invalidateIf(filter);

    assertThat(keys(MANY).stream().filter(key -> cache.get(key) != null))
        .as(
            "invalidateIf(...) must forget every key that the filter accepts, and no other, of"
                + " %d keys where it accepts many in a row",
            MANY)
        .containsExactlyElementsOf(keys(MANY).stream().filter(filter.negate()).toList());
  }

  @Test
  final void invalidateIf_whoseFilterUsesTheCache_works() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    keys(10).forEach(key -> cache.put(key, "value"));

    assertThatCode(
            () ->
                cache.invalidateIf(
                    key -> {
                      cache.put("seen", "" + cache.get(key));
                      cache.invalidate("other");
                      cache.size();
                      return key.equals("key-3");
                    }))
        .as("a filter must be able to use the cache that calls it")
        .doesNotThrowAnyException();
  }

  @Test
  final void invalidateIf_whoseFilterWaitsForAnotherThread_holdsNobodyUp() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    keys(10).forEach(key -> cache.put(key, "value"));
    var asked = new AtomicBoolean();
    var answered = new CountDownLatch(1);

    cache.invalidateIf(
        key -> {
          if (asked.compareAndSet(false, true)) {
            Crowd.runAside(
                () -> {
                  cache.get(key);
                  cache.get("key-5");
                  answered.countDown();
                });
            await(answered);
          }
          return false;
        });

    assertThat(answered.getCount())
        .as(
            "a filter must not be called under a lock: another thread must be able to get while the"
                + " filter is at work")
        .isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  final void invalidateIf_whoseFilterThrows_passesItOnAndGoesOnWorking() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    cache.put("held", "value");
    var thrown = new UnsupportedOperationException("from the filter");

    assertThatThrownBy(
            () -> cache.invalidateIf(failing(thrown)),
            "invalidateIf(...) must pass on what the filter throws")
        .isSameAs(thrown);

    Crowd.runOne(
        thread -> {
          cache.put("other", "value");
          assertThat(List.of("" + cache.get("held"), "" + cache.get("other")))
              .as("a filter that throws must leave the cache working, for other threads too")
              .containsExactly("value", "value");
        });
  }

  @Test
  final void size_countsWhatIsHeld() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    keys(10).forEach(key -> cache.put(key, "value"));
    cache.put("key-1", "another value");
    cache.invalidate("key-2");
    cache.invalidate("never put");

    assertThat(cache.size())
        .as(
            "size() must count each key that is held once; of 10 keys 1 was replaced and 1"
                + " invalidated, which are no evictions")
        .isEqualTo(new CacheSize(9, 9, 0));
  }

  @Test
  final void nulls_areRefused() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("get(null)", () -> cache.get(none()));
    calls.put("put(null, value)", () -> cache.put(none(), "value"));
    calls.put("put(key, null)", () -> cache.put("key", none()));
    calls.put("invalidate(null)", () -> cache.invalidate(none()));
    calls.put("invalidateIf(null)", () -> cache.invalidateIf(none()));

    calls.forEach(
        (call, made) ->
            assertThatThrownBy(made::run, "%s must throw NullPointerException", call)
                .isInstanceOf(NullPointerException.class));
  }

  @Test
  final void keysAndValues_ofAnyText_comeBackEqual() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    List<String> texts =
        List.of(
            "",
            " ",
            "a",
            "A",
            "a ",
            "\u00e4",
            "a\u0308",
            "a\0b",
            "\r\n",
            "../..",
            "\ud83d\ude00",
            "x".repeat(300),
            "x".repeat(100_000));

    texts.forEach(text -> cache.put(text, "of " + text));
    texts.forEach(text -> cache.put("to " + text, text));

    for (String text : texts) {
      assertThat(cache.get(text))
          .as("every text must do as a key, and be told from each other; this is '%s'", brief(text))
          .isEqualTo("of " + text);
      assertThat(cache.get("to " + text))
          .as("every text must do as a value, and come back equal; this is '%s'", brief(text))
          .isEqualTo(text);
    }
  }

  @Test
  final void keys_thatShareAHashCode_areToldApart() throws Exception {
    Cache<String, String> cache = counting(ROOMY);

    cache.put("Aa", "1");
    cache.put("BB", "2");
    cache.invalidate("AaAa");
    cache.put("AaBB", "3");
    cache.invalidate("BBAa");

    assertThat(List.of("" + cache.get("Aa"), "" + cache.get("BB"), "" + cache.get("AaBB")))
        .as("keys with the same hashCode() that are not equal must be told apart")
        .containsExactly("1", "2", "3");
  }

  @Test
  final void keys_thatAreEqual_areTheSame() throws Exception {
    Cache<Word, String> cache =
        cache(CacheSpec.counting("contract", Word.CODEC, Codec.TEXT, ROOMY));

    cache.put(new Word("key"), "value");

    assertThat(cache.get(new Word("key")))
        .as("what was put under a key must be found by another object that equals it")
        .isEqualTo("value");
  }

  @Test
  final void values_areNeverSerialized() throws Exception {
    Cache<String, Word> cache =
        cache(CacheSpec.counting("contract", Codec.TEXT, Word.CODEC, ROOMY));

    assertThatCode(() -> cache.put("key", new Word("value")))
        .as(
            "values need not be Serializable: the spec's codecs turn keys and values to bytes, if"
                + " bytes are needed at all")
        .doesNotThrowAnyException();
    assertThat(cache.get("key"))
        .as("a value that is not Serializable must come back equal")
        .isEqualTo(new Word("value"));
  }

  private static Predicate<String> failing(RuntimeException thrown) {
    return key -> {
      throw thrown;
    };
  }

  private static String brief(String text) {
    return text.length() > 20 ? text.substring(0, 20) + "... of " + text.length() : text;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a careless caller passes
  private static <T> T none() {
    return null;
  }
}
