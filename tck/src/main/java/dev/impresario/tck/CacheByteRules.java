package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A cache that stores bytes has them from the spec's codecs; one that is persistent keeps them. */
abstract class CacheByteRules extends CacheLifeRules {
  private static final String DAMAGED = "damaged";
  private static final int PATIENCE_SECONDS = 10;

  CacheByteRules() {}

  /**
   * Returns whether this cache stores values as bytes, outside of the heap for one. False, unless
   * overridden: a cache may keep the very objects that it was given.
   */
  protected boolean storesBytes() {
    return persistent();
  }

  /**
   * Returns whether what was put is there again when the cache was closed, and another is made with
   * the same spec and options. False, unless overridden.
   */
  protected boolean persistent() {
    return false;
  }

  @Test
  final void persistent_isWhatTheCacheSays() throws Exception {
    assertThat(counting(ROOMY).persistent())
        .as("Cache.persistent() must say what the contract's persistent() says")
        .isEqualTo(persistent());
  }

  @Test
  final void close_freesTheValues() throws Exception {
    assumeFalse(storesBytes(), "this cache stores bytes, so it need not keep objects");
    Cache<String, String> cache = counting(ROOMY);
    WeakReference<String> value = putOne(cache);

    cache.close();

    try {
      assertThat(isFreed(value))
          .as("close() must free the values, while the cache itself is still in somebody's hands")
          .isTrue();
    } finally {
      Reference.reachabilityFence(cache);
    }
  }

  private static boolean isFreed(WeakReference<String> value) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (value.get() != null && System.nanoTime() < end) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // nobody tells of a collection
    }
    return value.get() == null;
  }

  private static WeakReference<String> putOne(Cache<String, String> cache) {
    String value = "value of " + UUID.randomUUID();
    cache.put("key", value);
    return new WeakReference<>(value);
  }

  @Test
  final void put_whereBytesAreStored_storesThoseOfThatMoment() throws Exception {
    assumeTrue(storesBytes(), "this cache keeps objects, which it may");
    Cache<Word, Word> cache = words();
    var value = new Word("as it was put");

    cache.put(new Word("key"), value);
    value.rewrite("as it became");

    assertThat(cache.get(new Word("key")))
        .as(
            "a cache that stores bytes must store those that the value had when it was put, not"
                + " the object")
        .isEqualTo(new Word("as it was put"));
  }

  @Test
  final void get_ofWhatCannotBeDecoded_findsNothing() throws Exception {
    assumeTrue(storesBytes(), "this cache keeps objects, which it may");
    Cache<String, String> cache =
        cache(CacheSpec.counting("contract", Codec.TEXT, new Undecodable(), ROOMY));
    cache.put("key", DAMAGED);
    cache.put("other", "value");

    assertThatCode(() -> assertThat(cache.get("key")).isNull())
        .as("what the spec's codec cannot decode must be as if it were not held")
        .doesNotThrowAnyException();
    assertThat(cache.get("other"))
        .as("a value that cannot be decoded must leave others alone")
        .isEqualTo("value");
  }

  @Test
  final void create_afterClose_findsWhatAPersistentCacheHeld() throws Exception {
    assumeTrue(persistent(), "this cache is not persistent, which it need not be");
    Map<String, String> options = options();
    CacheSpec<String, String> spec = countingSpec(ROOMY);
    Cache<String, String> first = cache(spec, options);
    keys(100).forEach(key -> first.put(key, "value of " + key));
    first.invalidate("key-7");
    first.close();

    Cache<String, String> again = cache(spec, options);

    for (String key : keys(100)) {
      assertThat(again.get(key))
          .as("a persistent cache must hold what it held when it was closed, and no more")
          .isEqualTo(key.equals("key-7") ? null : "value of " + key);
    }
  }

  @Test
  final void create_afterClose_countsWhatAPersistentCacheHeld() throws Exception {
    assumeTrue(persistent(), "this cache is not persistent, which it need not be");
    assumeWeighing();
    Map<String, String> options = options();
    Cache<String, String> first = cache(weighingSpec(100), options);
    keys(9).forEach(key -> first.put(key, "10"));
    first.close();

    Cache<String, String> again = cache(weighingSpec(100), options);
    again.put("one", "10");
    again.put("one more", "10");

    var all = new ArrayList<>(keys(9));
    all.add("one");
    all.add("one more");
    assertThat(found(again, all, true).weight())
        .as("what a persistent cache held when it was closed must count for its maximumWeight")
        .isLessThanOrEqualTo(100);
  }

  private Cache<Word, Word> words() throws Exception {
    return cache(CacheSpec.counting("contract", Word.CODEC, Word.CODEC, ROOMY));
  }

  /** As if a byte of one value had changed. */
  private static final class Undecodable implements Codec<String> {
    @Override
    public byte[] encode(String value) {
      return Codec.TEXT.encode(value);
    }

    @Override
    public String decode(byte[] bytes) {
      String value = Codec.TEXT.decode(bytes);
      if (value.equals(DAMAGED)) {
        throw new IllegalArgumentException("not such bytes");
      }
      return value;
    }
  }
}
