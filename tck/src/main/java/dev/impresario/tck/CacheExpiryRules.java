package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A cache forgets what is too old, by the spec's ticker and no other clock. */
abstract class CacheExpiryRules extends CacheStoringRules {
  private static final Duration EARLY = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofNanos(1);

  CacheExpiryRules() {}

  @Test
  final void create_thatRefusesATimeToLive_saysSo() {
    Throwable refusal =
        catchThrowable(() -> cache(countingSpec(ROOMY).withTimeToLive(LIMIT)).close());

    if (refusal != null) {
      assertNames(
          refusal,
          NAMES_TIME_TO_LIVE,
          "create(...) must honour the spec's timeToLive, or refuse with a"
              + " ConfigurationException that names it; ignoring it will not do");
    }
  }

  @Test
  final void get_atItsTimeToLive_findsNothing() throws Exception {
    assumeHonoured(countingSpec(ROOMY).withTimeToLive(LIMIT), "a time to live");
    Cache<String, String> cache = cache(countingSpec(ROOMY).withTimeToLive(LIMIT));
    cache.put("key", "value");

    clock.advance(LIMIT);

    assertThat(cache.get("key"))
        .as("an entry must not be served once its time to live has passed, by the spec's ticker")
        .isNull();
  }

  @Test
  final void get_beforeItsTimeToLive_findsTheValue() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    cache.put("key", "value");

    clock.advance(LIMIT.minus(EARLY).minus(TICK));

    assertThat(cache.get("key"))
        .as("an entry may expire up to a second before its time to live, but no earlier")
        .isEqualTo("value");
  }

  @Test
  final void get_doesNotProlongATimeToLive() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    cache.put("key", "value");

    clock.advance(LIMIT.dividedBy(2));
    cache.get("key");
    clock.advance(LIMIT.dividedBy(2).plus(TICK));

    assertThat(cache.get("key"))
        .as("the time to live must be counted from put; get must not prolong it")
        .isNull();
  }

  @Test
  final void put_beginsATimeToLiveAnew() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    cache.put("key", "old");
    cache.put("equal", "value");

    clock.advance(LIMIT.dividedBy(2));
    cache.put("key", "new");
    cache.put("equal", "value");
    clock.advance(LIMIT.dividedBy(2));

    assertThat(cache.get("key"))
        .as("the time to live must be counted from the put that is last")
        .isEqualTo("new");
    assertThat(cache.get("equal"))
        .as("the time to live must be counted from the put that is last, of an equal value too")
        .isEqualTo("value");
  }

  @Test
  final void put_ofWhatHasExpired_holdsItAgain() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    cache.put("key", "old");
    cache.put("equal", "value");
    clock.advance(LIMIT.plus(TICK));

    cache.put("key", "new");
    cache.put("equal", "value");

    assertThat(cache.get("key"))
        .as("what is put after an entry has expired must be found")
        .isEqualTo("new");
    assertThat(cache.get("equal"))
        .as("what is put after an entry has expired must be found, if it equals the old value too")
        .isEqualTo("value");
  }

  @Test
  final void get_withoutATimeToLive_alwaysFindsTheValue() throws Exception {
    Cache<String, String> cache = counting(ROOMY);
    cache.put("key", "value");

    clock.advance(Duration.ofDays(20_000));
    clock.advance(Duration.ofDays(60_000));

    assertThat(cache.get("key"))
        .as("an entry must not expire where the spec's timeToLive is null")
        .isEqualTo("value");
  }

  @Test
  final void get_withTheLongestTimeToLive_findsTheValue() throws Exception {
    Cache<String, String> cache = expiringIfItMay(Duration.ofSeconds(Long.MAX_VALUE));
    cache.put("key", "value");

    clock.advance(Duration.ofMinutes(50));

    assertThat(cache.get("key"))
        .as("a time to live of more than a long of nanoseconds is legal, and must not overflow")
        .isEqualTo("value");
  }

  @Test
  final void get_afterTheShortestTimeToLive_findsNothing() throws Exception {
    Cache<String, String> cache = expiringIfItMay(TICK);
    cache.put("key", "value");

    clock.advance(TICK.multipliedBy(10));

    assertThat(cache.get("key"))
        .as("a time to live of a nanosecond must not be rounded up, nor down to none at all")
        .isNull();
  }

  @Test
  final void get_whileTheTickerWrapsRound_goesByTheTimePassed() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    clock.advance(FakeTicker.BEFORE_WRAP.minus(LIMIT.dividedBy(2)));
    cache.put("asked before", "value");
    cache.put("asked after", "value");

    clock.advance(LIMIT.dividedBy(2).plus(TICK));
    assertThat(cache.get("asked before"))
        .as("a ticker may pass from Long.MAX_VALUE to Long.MIN_VALUE: subtract, then compare")
        .isEqualTo("value");
    clock.advance(LIMIT.dividedBy(2).plus(TICK));

    assertThat(cache.get("asked after"))
        .as("a ticker may pass from Long.MAX_VALUE to Long.MIN_VALUE: subtract, then compare")
        .isNull();
  }

  @Test
  final void size_afterGetFoundAnEntryExpired_countsItAsEvicted() throws Exception {
    Cache<String, String> cache = expiring(LIMIT);
    cache.put("key", "value");

    clock.advance(LIMIT.plus(TICK));
    cache.get("key");

    assertThat(cache.size())
        .as("an entry that expired must not be counted as held, but among the evictions")
        .isEqualTo(new CacheSize(0, 0, 1));
  }

  @Test
  final void get_ofWhatHasExpired_givesItsRoomBack() throws Exception {
    assumeWeighing();
    assumeExpiring();
    Cache<String, String> cache = cache(weighingSpec(100).withTimeToLive(LIMIT));
    cache.put("old", "60");

    clock.advance(LIMIT.plus(TICK));
    cache.get("old");

    assertThat(cache.size().weight())
        .as("an entry that expired must give back all of its weight")
        .isZero();
    cache.put("one", "45");
    cache.put("other", "45");
    assertThat(found(cache, List.of("one", "other"), true).weight())
        .as("the room of an entry that expired must be there for others")
        .isEqualTo(90);
  }

  /** Returns such a cache; the test is skipped if the provider takes others, but not this. */
  private Cache<String, String> expiringIfItMay(Duration timeToLive) throws Exception {
    try {
      return expiring(timeToLive);
    } catch (TestAbortedException e) {
      throw e;
    } catch (RuntimeException e) {
      assertNames(
          e,
          NAMES_TIME_TO_LIVE,
          "create(...) must honour a time to live of "
              + timeToLive
              + ", or refuse with a ConfigurationException that names it");
      throw new TestAbortedException(
          "this cache refuses a time to live of " + timeToLive + ", which it may");
    }
  }
}
