package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed while it writes leaves to the next. */
@Tag("soak")
@Timeout(600)
class KillTest {
  private static final int ROUNDS = 5 * Integer.getInteger("impresario.soak.factor", 1);
  private static final int ENTRIES = 10_000;

  @TempDir Path directory;

  @Test
  void reopening_afterAKill_servesNothingDamaged() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    Duration slowest = Duration.ZERO;
    for (int round = 0; round < ROUNDS; round++) {
      writeAndKill(random.nextInt(1_500));

      long start = System.nanoTime();
      try (Cache<String, String> cache =
          Caches.open(Caches.counting(ENTRIES), Caches.DISK, directory)) {
        cache.put("after", "the kill");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        for (int i = 0; i < ENTRIES; i++) {
          assertThat(cache.get("key-" + i)).as("seed %s", seed).isIn(null, Filler.value(i));
        }
        assertThat(cache.get("after")).isEqualTo("the kill");
      }
    }
    System.out.printf(
        "%d kills (seed %d): the slowest reopening took %d ms%n", ROUNDS, seed, slowest.toMillis());
  }

  private void writeAndKill(int afterMillis) throws IOException, InterruptedException {
    Process process = Forked.java("", Filler.class, directory.toString());
    try {
      Forked.awaitReady(process);
      assertThat(process.waitFor(afterMillis, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Writes until it is killed. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) {
      Cache<String, String> cache =
          Caches.open(Caches.counting(ENTRIES), Caches.DISK, Path.of(args[0]));
      cache.put("first", "of many");
      Forked.ready();
      while (true) {
        for (int i = 0; i < ENTRIES; i++) {
          cache.put("key-" + i, value(i));
        }
      }
    }

    static String value(int i) {
      return ("value-" + i + "-").repeat(i % 97);
    }
  }
}
