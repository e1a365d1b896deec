package com.acme.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract does not know of. */
class TinyCacheBoundTest {
  @Test
  void put_beyondTheBound_forgetsWhatWasNotUsedForLongest() {
    try (Cache<String, String> cache = cache(3)) {
      cache.put("a", "1");
      cache.put("b", "1");
      cache.put("c", "1");
      cache.get("a");

      cache.put("d", "1");

      assertThat(cache.get("b")).isNull();
      assertThat(cache.get("a")).isEqualTo("1");
      assertThat(cache.size()).isEqualTo(new CacheSize(3, 3, 1));
    }
  }

  @Test
  void put_ofWhatIsHeavierThanTheBound_forgetsNothingElse() {
    try (Cache<String, String> cache = cache(3)) {
      cache.put("a", "1");
      cache.put("b", "2");

      cache.put("b", "4");

      assertThat(cache.get("b")).isNull();
      assertThat(cache.get("a")).isEqualTo("1");
      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
    }
  }

  @Test
  void put_ofWeightsWhoseSumOverflows_keepsTheBound() {
    try (Cache<String, String> cache = cache(Long.MAX_VALUE)) {
      cache.put("a", Long.toString(Long.MAX_VALUE));

      cache.put("b", "1");

      assertThat(cache.size()).isEqualTo(new CacheSize(1, 1, 1));
    }
  }

  @Test
  void create_withATimeToLive_isRefused() {
    var provider = new TinyCacheProvider();
    var spec = spec(3).withTimeToLive(Duration.ofMinutes(1));

    assertThatThrownBy(() -> provider.create(spec, Options.of(provider, Map.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cache 'tiny' cannot honour timeToLive; leave it unset, or take another cache");
  }

  private static Cache<String, String> cache(long maximumWeight) {
    var provider = new TinyCacheProvider();
    return provider.create(spec(maximumWeight), Options.of(provider, Map.of()));
  }

  /** Values are their own weight. */
  private static CacheSpec<String, String> spec(long maximumWeight) {
    return CacheSpec.weighing(
        "test", Codec.TEXT, Codec.TEXT, maximumWeight, (key, value) -> Long.parseLong(value));
  }
}
