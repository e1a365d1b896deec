package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A cache never holds more than the spec's maximum weight, and forgets for no other reason. */
abstract class CacheBoundRules extends CacheExpiryRules {
  private static final long SEED = 21;

  CacheBoundRules() {}

  @Test
  final void create_thatRefusesAMaximumWeight_saysSo() {
    Throwable refusal = catchThrowable(() -> cache(countingSpec(Long.MAX_VALUE)).close());

    if (refusal != null) {
      assertNames(
          refusal,
          NAMES_MAXIMUM_WEIGHT,
          "create(...) must honour a maximumWeight however large, or refuse with a"
              + " ConfigurationException that names it");
    }
  }

  @Test
  final void create_withABoundOfOne_holdsOneEntry() {
    assertThatCode(() -> assertHolds(cache(countingSpec(1))))
        .as("every maximumWeight from 1 must work, and all of it must be used; this is 1")
        .doesNotThrowAnyException();
  }

  private static void assertHolds(Cache<String, String> cache) {
    cache.put("key", "value");

    assertThat(cache.get("key")).isEqualTo("value");
  }

  @Test
  final void put_upToTheBound_forgetsNothing() throws Exception {
    Cache<String, String> cache = counting(10);

    keys(10).forEach(key -> cache.put(key, "value"));

    assertThat(found(cache, keys(10), false))
        .as("10 entries must fit into a maximumWeight of 10 where each weighs 1")
        .isEqualTo(new CacheSize(10, 10, 0));
  }

  @Test
  final void put_beyondTheBound_staysWithinIt() throws Exception {
    Cache<String, String> cache = counting(10);

    for (String key : keys(100)) {
      cache.put(key, "value");

      assertThat(cache.size().weight())
          .as("what is held must not weigh more than maximumWeight after any put")
          .isLessThanOrEqualTo(10);
    }
    assertThat(found(cache, keys(100), false).weight())
        .as("what get finds must not weigh more than maximumWeight")
        .isLessThanOrEqualTo(10);
  }

  @Test
  final void size_afterEvictions_countsThem() throws Exception {
    Cache<String, String> cache = bounded(10);

    keys(100).forEach(key -> cache.put(key, "value"));

    CacheSize size = cache.size();
    assertThat(size.entries() + size.evictions())
        .as("of 100 keys each must be held, or counted as evicted; size() was %s", size)
        .isEqualTo(100);
  }

  @Test
  final void size_afterEvictions_saysWhatIsReallyHeld() throws Exception {
    Cache<String, String> cache = weighing(100);
    var random = new Random(SEED);

    keys(200).forEach(key -> cache.put(key, "" + (1 + random.nextInt(30))));

    assertThat(cache.size())
        .as("entries and weight must be those of the keys that get finds, by the spec's weigher")
        .isEqualTo(found(cache, keys(200), true));
  }

  @Test
  final void put_ofWhatIsHeavy_takesTheRoomOfMany() throws Exception {
    bounded(10).close();
    Cache<String, String> cache = cache(weighingSpec(100));

    keys(10).forEach(key -> cache.put(key, "10"));
    cache.put("heavy", "95");
    var withHeavy = keys(10);
    withHeavy.add("heavy");

    assertThat(found(cache, withHeavy, true).weight())
        .as("an entry of weight 95 must not be held beside one of 10 where 100 may be held")
        .isLessThanOrEqualTo(100);
  }

  @Test
  final void invalidate_givesRoomBack() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("heavy", "60");

    cache.invalidate("heavy");

    assertRoomIsBack(cache, List.of("heavy"), "getPutAndInvalidate_inAnyOrder_agreeWithAMap");
  }

  @Test
  final void invalidateIf_givesRoomBack() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("heavy", "40");
    cache.put("heavy too", "20");

    cache.invalidateIf(key -> true);

    assertRoomIsBack(
        cache, List.of("heavy", "heavy too"), "invalidateIf_forgetsJustWhatTheFilterAccepts");
  }

  @Test
  final void put_ofWhatIsHeavierThanTheBound_givesTheOldValuesRoomBack() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("key", "60");

    cache.put("key", "150");

    assertRoomIsBack(cache, List.of("key"), "put_ofWhatIsHeavierThanTheBound_forgetsTheOldValue");
  }

  /** Asserts that nothing is held, and much can be; that the keys are forgotten is another rule. */
  private static void assertRoomIsBack(
      Cache<String, String> cache, List<String> keys, String otherRule) {
    assumeTrue(keys.stream().allMatch(key -> cache.get(key) == null), without(otherRule));
    assertThat(cache.size().weight())
        .as("what is forgotten must give back all of its weight")
        .isZero();
    cache.put("one", "45");
    cache.put("other", "45");
    assertThat(found(cache, List.of("one", "other"), true).weight())
        .as("the room of what is forgotten must be there for others")
        .isEqualTo(90);
  }

  @Test
  final void put_ofWhatWeighsNothing_takesNoRoom() throws Exception {
    Cache<String, String> cache = weighing(1);

    keys(50).forEach(key -> cache.put(key, "0"));

    assertThat(found(cache, keys(50), true))
        .as("entries of weight 0 must take no room, so none is in another's way")
        .isEqualTo(new CacheSize(50, 0, 0));
  }

  @Test
  final void put_ofAHeavierValue_countsItsWeight() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("grown", "1");
    cache.put("other", "40");

    cache.put("grown", "70");

    assertThat(found(cache, List.of("grown", "other"), true).weight())
        .as("a value that replaces a lighter one must count with its own weight")
        .isLessThanOrEqualTo(100);
  }

  @Test
  final void put_ofALighterValue_givesRoomBack() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("shrunk", "90");

    cache.put("shrunk", "10");
    cache.put("other", "80");

    assertThat(found(cache, List.of("shrunk", "other"), true))
        .as("a value that replaces a heavier one must give back its room")
        .isEqualTo(new CacheSize(2, 90, 0));
  }

  @Test
  final void put_ofWhatIsHeavierThanTheBound_isNotHeld() throws Exception {
    Cache<String, String> cache = weighing(100);

    cache.put("key", "101");

    assertThat(cache.get("key"))
        .as("an entry heavier than maximumWeight must not be held, even alone")
        .isNull();
  }

  @Test
  final void put_ofWhatIsHeavierThanTheBound_leavesOthersAlone() throws Exception {
    Cache<String, String> cache = weighing(100);
    keys(10).forEach(key -> cache.put(key, "5"));

    cache.put("heavy", "101");

    assertThat(found(cache, keys(10), true).entries())
        .as("no other entry must make room for one that cannot be held anyway")
        .isEqualTo(10);
  }

  @Test
  final void put_ofWhatIsHeavierThanTheBound_forgetsTheOldValue() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("key", "5");

    cache.put("key", "101");

    assertThat(cache.get("key"))
        .as("put must end the old value, though the new one is too heavy to be held")
        .isNotEqualTo("5");
  }

  @Test
  final void put_ofWeightsBeyondAnInt_staysWithinTheBound() throws Exception {
    assumeHonoured(weighingSpec(Long.MAX_VALUE), "so large a maximum weight");
    assumeWeighing();

    Cache<String, String> large = cache(weighingSpec(10_000_000_000L));
    keys(3).forEach(key -> large.put(key, "6000000000"));
    assertThat(found(large, keys(3), true).weight())
        .as("weights are of type long: two of 6,000,000,000 must not be held in 10,000,000,000")
        .isBetween(0L, 10_000_000_000L);
    large.close();

    Cache<String, String> largest = cache(weighingSpec(Long.MAX_VALUE));
    keys(3).forEach(key -> largest.put(key, "" + Long.MAX_VALUE));
    assertThat(found(largest, keys(3), true).entries())
        .as("weights are of type long: two of Long.MAX_VALUE must not be held in as much")
        .isLessThanOrEqualTo(1);
  }

  @Test
  final void put_ofNegativeWeight_isRefused() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("held", "60");

    for (String key : List.of("key", "held")) {
      assertThatThrownBy(
              () -> cache.put(key, "-1"),
              "put must throw IllegalArgumentException where the weigher returns less than 0")
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(cache.get(key)).as("what put has refused must not be held").isNotEqualTo("-1");
    }
  }

  @Test
  final void put_thatIsRefused_leavesTheBoundInForce() throws Exception {
    Cache<String, String> cache = weighing(100);
    cache.put("held", "60");

    ignoringWhatItThrows(() -> cache.put("held", "-1"));
    cache.put("other", "60");

    assertThat(found(cache, List.of("held", "other"), true).weight())
        .as("after a put that was refused, what is held must still be within maximumWeight")
        .isLessThanOrEqualTo(100);
  }

  private static void ignoringWhatItThrows(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      // another test is about that
    }
  }
}
