package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Makes the caches of the tests, and closes them. */
abstract class CacheFixture extends ProviderContract<CacheProvider> {
  static final Duration LIMIT = Duration.ofMinutes(1);
  static final long ROOMY = 1_000_000;
  static final Pattern NAMES_TIME_TO_LIVE = Pattern.compile("(?is).*time.?to.?live.*");
  static final Pattern NAMES_MAXIMUM_WEIGHT = Pattern.compile("(?is).*maximum.?weight.*");

  final FakeTicker clock = new FakeTicker();
  private final List<Cache<?, ?>> made = new ArrayList<>();

  CacheFixture() {}

  @Override
  final Class<CacheProvider> kind() {
    return CacheProvider.class;
  }

  @Override
  final Object create(CacheProvider provider, Options options) {
    return provider.create(countingSpec(ROOMY), options);
  }

  final Cache<String, String> counting(long maximum) throws Exception {
    if (maximum < ROOMY) {
      assumeSmallBounds();
    }
    return cache(countingSpec(maximum));
  }

  private void assumeSmallBounds() throws Exception {
    boolean made;
    try {
      cache(countingSpec(1)).close();
      made = true;
    } catch (RuntimeException e) {
      made = false;
    }
    assumeTrue(made, without("create_withABoundOfOne_holdsOneEntry"));
  }

  /** Returns a cache of a few entries; the test is skipped if it is of caches without a bound. */
  final Cache<String, String> bounded(long maximum) throws Exception {
    assumeSmallBounds();
    assumeWithinBound(countingSpec(2), "1", "put_beyondTheBound_staysWithinIt");
    return counting(maximum);
  }

  /**
   * Returns a cache whose entries weigh the number that their value is; the test is skipped if the
   * cache has no bound, or knows only of numbers.
   */
  final Cache<String, String> weighing(long maximum) throws Exception {
    assumeWeighing();
    return cache(weighingSpec(maximum));
  }

  final void assumeWeighing() throws Exception {
    assumeSmallBounds();
    assumeWithinBound(countingSpec(2), "1", "put_beyondTheBound_staysWithinIt");
    assumeWithinBound(weighingSpec(100), "95", "put_ofWhatIsHeavy_takesTheRoomOfMany");
  }

  /** Returns a cache whose entries expire; the test is skipped if it is of caches that do not. */
  final Cache<String, String> expiring(Duration timeToLive) throws Exception {
    assumeExpiring();
    return cache(countingSpec(ROOMY).withTimeToLive(timeToLive));
  }

  final void assumeExpiring() throws Exception {
    assumeHonoured(countingSpec(ROOMY).withTimeToLive(LIMIT), "a time to live");
    var passing = new FakeTicker();
    try (var probe = cache(countingSpec(ROOMY).withTimeToLive(LIMIT).withTicker(passing))) {
      probe.put("key", "value");
      passing.advance(LIMIT.multipliedBy(10));
      assumeTrue(probe.get("key") == null, without("get_atItsTimeToLive_findsNothing"));
    }
  }

  final CacheSpec<String, String> countingSpec(long maximum) {
    return CacheSpec.counting("contract", Codec.TEXT, Codec.TEXT, maximum).withTicker(clock);
  }

  final CacheSpec<String, String> weighingSpec(long maximum) {
    return CacheSpec.<String, String>weighing(
            "contract", Codec.TEXT, Codec.TEXT, maximum, (key, value) -> Long.parseLong(value))
        .withTicker(clock);
  }

  /** Returns a cache with options of its own. */
  final <K, V> Cache<K, V> cache(CacheSpec<K, V> spec) throws Exception {
    return cache(spec, options());
  }

  final <K, V> Cache<K, V> cache(CacheSpec<K, V> spec, Map<String, String> options) {
    CacheProvider provider = provider();
    listed(provider);
    Cache<K, V> cache = made(provider.create(spec, Options.of(provider, options)));
    made.add(cache);
    return cache;
  }

  /** Skips the test if the provider does not make such a cache; how it refuses is tested apart. */
  final void assumeHonoured(CacheSpec<?, ?> spec, String what) throws Exception {
    boolean honoured;
    try {
      cache(spec).close();
      honoured = true;
    } catch (RuntimeException e) {
      honoured = false;
    }
    assumeTrue(honoured, "this cache refuses " + what + ", which it may");
  }

  /** Says once, by the test of that rule, what would otherwise fail many. */
  private void assumeWithinBound(CacheSpec<String, String> spec, String value, String rule)
      throws Exception {
    try (var probe = cache(spec)) {
      keys(3).forEach(key -> probe.put(key, value));
      long weight = found(probe, keys(3), true).weight();
      assumeTrue(weight <= spec.maximumWeight(), without(rule));
    }
  }

  static String without(String rule) {
    return "has no meaning until " + rule + " passes";
  }

  /** Returns how full the cache is, if what {@link Cache#get} finds is what it holds. */
  static CacheSize found(Cache<String, String> cache, Iterable<String> keys, boolean weighing) {
    long entries = 0;
    long weight = 0;
    for (String key : keys) {
      String value = cache.get(key);
      if (value != null) {
        entries++;
        weight += weighing ? Long.parseLong(value) : 1;
      }
    }
    return new CacheSize(entries, weight, cache.size().evictions());
  }

  static List<String> keys(int count) {
    var keys = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      keys.add("key-" + i);
    }
    return keys;
  }

  /** Asserts that create refused in words that name the field. */
  static void assertNames(Throwable refusal, Pattern field, String asked) {
    assertThat(refusal).as(asked).isInstanceOf(ConfigurationException.class);
    assertThat(refusal.getMessage()).as(asked).matches(field);
  }

  @AfterEach
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void closeCaches() {
    for (Cache<?, ?> cache : made) {
      try {
        cache.close();
      } catch (RuntimeException e) {
        // what close may throw has tests of its own
      }
    }
  }
}
