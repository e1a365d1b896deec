package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TiersTest {

  @Test
  void of_noOptions_isTheHeapWithNoBoundOfItsOwn() {
    assertThat(tiers(Map.of())).isEqualTo(new Tiers(0, 0, 0));
    assertThat(tiers(Map.of("heap", "7"))).isEqualTo(new Tiers(7, 0, 0));
  }

  @Test
  void of_otherTiers_holdsAThousandOnTheHeap() {
    assertThat(tiers(Map.of("offheap", "16"))).isEqualTo(new Tiers(1_000, 16, 0));
    assertThat(tiers(Map.of("heap", "5", "offheap", "16", "disk", "64", "directory", "d")))
        .isEqualTo(new Tiers(5, 16, 64));
  }

  @Test
  void of_aDiskNoLargerThanTheMemory_isRefused() {
    assertRefused(
        Map.of("offheap", "64", "disk", "64", "directory", "d"),
        "cache 'ehcache': option 'offheap' is 64, but must be less than 'disk', which is 64: a tier"
            + " holds what the tiers above it hold");
  }

  @Test
  void of_aDiskWithoutADirectory_isRefused() {
    assertRefused(
        Map.of("disk", "64"),
        "cache 'ehcache': option 'disk' needs option 'directory'; name one that nobody else uses");
  }

  @Test
  void of_anEmptyDirectory_isRefused() {
    assertRefused(
        Map.of("disk", "64", "directory", ""),
        "cache 'ehcache': option 'directory' is empty; name one that nobody else uses");
  }

  @Test
  void of_aDirectoryWithoutADisk_isRefused() {
    assertRefused(
        Map.of("directory", "d"),
        "cache 'ehcache': option 'directory' needs option 'disk'; say how many megabytes it may"
            + " hold");
  }

  @Test
  void of_nothing_isRefused() {
    assertRefused(
        Map.of("heap", "0"),
        "provider 'ehcache': option 'heap' must be from 1 to 2147483647, but is 0");
    assertRefused(
        Map.of("offheap", "0"),
        "provider 'ehcache': option 'offheap' must be from 1 to 1048576, but is 0");
    assertRefused(
        Map.of("disk", "-1", "directory", "d"),
        "provider 'ehcache': option 'disk' must be from 1 to 1048576, but is -1");
  }

  private static void assertRefused(Map<String, String> options, String message) {
    assertThatThrownBy(() -> tiers(options))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  private static Tiers tiers(Map<String, String> options) {
    return Tiers.of(Options.of(new EhcacheCacheProvider(), options));
  }
}
