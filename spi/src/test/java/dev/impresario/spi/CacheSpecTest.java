package dev.impresario.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSpecTest {

  @Test
  void counting_always_weighsEveryEntryAsOne() {
    CacheSpec<String, String> spec = counting(3);

    assertThat(spec.maximumWeight()).isEqualTo(3);
    assertThat(spec.weigher().applyAsLong("key", "a long value")).isEqualTo(1);
    assertThat(spec.timeToLive()).isNull();
  }

  @Test
  void weighing_always_asksTheWeigher() {
    CacheSpec<String, String> spec =
        CacheSpec.weighing("prompts", Codec.TEXT, Codec.TEXT, 100, (key, value) -> value.length());

    assertThat(spec.weigher().applyAsLong("key", "four")).isEqualTo(4);
  }

  @Test
  void ticker_unlessGiven_isTheSystemsClock() {
    CacheSpec<String, String> spec = counting(3);

    long before = System.nanoTime();
    long ticked = spec.ticker().getAsLong();
    long after = System.nanoTime();

    assertThat(ticked - before).isNotNegative();
    assertThat(after - ticked).isNotNegative();
  }

  @Test
  void with_always_changesThatPartAlone() {
    CacheSpec<String, String> spec = counting(3);

    CacheSpec<String, String> changed =
        spec.withTimeToLive(Duration.ofMinutes(1)).withTicker(() -> 42);

    assertThat(changed.timeToLive()).isEqualTo(Duration.ofMinutes(1));
    assertThat(changed.ticker().getAsLong()).isEqualTo(42);
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("timeToLive", "ticker")
        .isEqualTo(spec);
    assertThat(changed.withTimeToLive(null).timeToLive()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void constructor_whenTheBoundIsBelowOne_throws(long bound) {
    assertThatThrownBy(() -> counting(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximum weight must be at least 1: " + bound);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void withTimeToLive_whenItIsNotPositive_throws(String limit) {
    assertThatThrownBy(() -> counting(3).withTimeToLive(Duration.parse(limit)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time to live must be positive: " + limit);
  }

  private static CacheSpec<String, String> counting(long maximumEntries) {
    return CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, maximumEntries);
  }
}
