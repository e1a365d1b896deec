package dev.impresario.cache.ehcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Cache;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codecs of keys that fail when a store is opened or closed. */
@Timeout(120)
class KeyCodecTest {

  @TempDir Path directory;

  private final Log log = new Log();
  private @Nullable Cache<String, String> open;

  /** How a codec fails. */
  enum Fault {
    NULL("NullPointerException"),
    EXCEPTION("IllegalStateException"),
    CHECKED("Exception"),
    ERROR("Error"),
    ASSERTION("AssertionError"),
    LINKAGE("NoClassDefFoundError"),
    OVERFLOW("StackOverflowError"),
    CALLBACK("IllegalStateException");

    final String name;

    Fault(String name) {
      this.name = name;
    }
  }

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    log.stop();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void opening_withAKeyThatCannotBeDecoded_keepsTheOthers(Fault fault) {
    put(Codec.TEXT);

    try (Cache<String, String> cache = open(new Faulty(null, fault))) {
      open = cache;
      assertThat(cache.get("good")).isEqualTo("1");
      assertThat(cache.get("bad")).isNull();
      assertThat(cache.size().entries()).isEqualTo(1);
    }

    assertThat(log.messages()).containsExactly(message("read", fault));
    assertGood();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void closing_withAKeyThatCannotBeEncodedAnyMore_losesNothing(Fault fault) {
    put(Codec.TEXT);

    try (Cache<String, String> cache = open(new Faulty(fault, null))) {
      open = cache;
      assertThat(cache.get("bad")).isEqualTo("2");
    }

    assertThat(log.messages()).isEmpty();
    try (Cache<String, String> cache = open(Codec.TEXT)) {
      assertThat(cache.get("good")).isEqualTo("1");
      assertThat(cache.get("bad")).isEqualTo("2");
    }
  }

  @Test
  void opening_withManyKeysThatCannotBeDecoded_saysSoOfTheFirst() {
    try (Cache<String, String> cache = open(Codec.TEXT)) {
      for (int i = 0; i < 20; i++) {
        cache.put("bad-" + i, "v");
      }
    }

    try (Cache<String, String> cache = open(new Faulty(null, Fault.EXCEPTION))) {
      assertThat(cache.get("good")).isNull();
    }

    assertThat(log.messages())
        .hasSize(10)
        .last()
        .asString()
        .endsWith("; its entry is forgotten; no more of these will be told");
  }

  @Test
  void closing_whereTheTickerFails_releasesTheDirectory() {
    put(Codec.TEXT);
    var fails = new boolean[1];
    CacheSpec<String, String> spec =
        Caches.counting(10)
            .withTicker(
                () -> {
                  if (fails[0]) {
                    throw new IllegalStateException("a broken clock");
                  }
                  return 0;
                });
    Cache<String, String> cache = Caches.open(spec, Caches.DISK, directory);
    assertThat(cache.get("good")).isEqualTo("1");
    fails[0] = true;

    assertThatThrownBy(cache::close).isInstanceOf(IllegalStateException.class);

    put(Codec.TEXT); // neither the directory nor Ehcache's own lock is held
    assertGood();
  }

  private String message(String done, Fault fault) {
    return "cache 'prompts': a key in directory '%s' cannot be %s (%s); its entry is forgotten"
        .formatted(directory.resolve("prompts"), done, fault.name);
  }

  private void put(Codec<String> keys) {
    try (Cache<String, String> cache = open(keys)) {
      cache.put("good", "1");
      cache.put("bad", "2");
    }
  }

  private void assertGood() {
    try (Cache<String, String> cache = open(Codec.TEXT)) {
      assertThat(cache.get("good")).isEqualTo("1");
    }
  }

  private Cache<String, String> open(Codec<String> keys) {
    return Caches.open(
        CacheSpec.counting("prompts", keys, Codec.TEXT, 100), Caches.DISK, directory);
  }

  private final class Faulty implements Codec<String> {
    private final @Nullable Fault atEncode;
    private final @Nullable Fault atDecode;

    Faulty(@Nullable Fault atEncode, @Nullable Fault atDecode) {
      this.atEncode = atEncode;
      this.atDecode = atDecode;
    }

    @Override
    public byte[] encode(String value) {
      return atEncode != null && value.startsWith("bad")
          ? fail(atEncode, () -> value.getBytes(UTF_8))
          : value.getBytes(UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      String value = new String(bytes, UTF_8);
      return atDecode != null && value.startsWith("bad") ? fail(atDecode, () -> value) : value;
    }

    private <T> T fail(Fault fault, Supplier<T> right) {
      switch (fault) {
        case NULL -> {
          return nothing();
        }
        case EXCEPTION -> throw new IllegalStateException("needle");
        case CHECKED -> throw KeyCodecTest.<RuntimeException>sneaky(new Exception("needle"));
        case ERROR -> throw new Error("needle");
        case ASSERTION -> throw new AssertionError("needle");
        case LINKAGE -> throw new NoClassDefFoundError("needle");
        case OVERFLOW -> throw new StackOverflowError("needle");
        case CALLBACK -> {
          if (open != null) {
            open.put("other", "3");
          }
          return right.get();
        }
      }
      throw new IllegalArgumentException();
    }
  }

  @SuppressWarnings({
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // a codec that breaks its contract
  private static <T> T nothing() {
    return null;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E sneaky(Exception e) throws E {
    throw (E) e;
  }
}
