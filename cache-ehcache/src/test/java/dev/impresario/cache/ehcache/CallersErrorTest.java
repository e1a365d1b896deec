package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stack or a heap that is used up while Ehcache works: it is no tier that fails. */
@Timeout(120)
class CallersErrorTest {
  @TempDir Path directory;

  @Test
  void of_whatEhcacheHasWrapped_throwsWhatIsTheCallers() {
    var overflow = new StackOverflowError();
    var heap = new OutOfMemoryError("Java heap space");

    assertThatThrownBy(() -> TierFailure.of("x", new IllegalStateException("y", overflow)))
        .isSameAs(overflow);
    assertThatThrownBy(() -> TierFailure.of("x", new IllegalStateException("y", heap)))
        .isSameAs(heap);
    assertThatThrownBy(() -> TierFailure.of("x", heap)).isSameAs(heap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cannot reserve 9 bytes of direct buffer memory", "Map failed"})
  void of_whatMemoryOfATierLacks_isAFailureOfTheTier(String message) {
    TierFailure failure =
        TierFailure.of("x", new IllegalStateException("y", new OutOfMemoryError(message)));

    assertThat(failure).hasMessage("x");
    assertThat(failure.isOfMemory()).isTrue();
  }

  @Test
  void get_whereTheHeapEnds_throwsThatAndKeepsEntryAndTier() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "the process is started by a shell");
    for (String tiers : List.of(Caches.OFFHEAP, Caches.DISK, Caches.ALL)) {
      Process process =
          Forked.java("", Hungry.class, directory.resolve(tiers) + File.pathSeparator + tiers);
      String output = Forked.output(process);

      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output.lines().filter(line -> line.startsWith("WARN "))).as(output).isEmpty();
      assertThat(output).contains("20 of 20 errors, then the value");
    }
  }

  /** Asks for a large value where there is no room for it, and then where there is. */
  static final class Hungry {
    private static final int LARGE = 24 << 20;

    private Hungry() {}

    public static void main(String[] args) {
      String[] parts = args[0].split(File.pathSeparator, -1);
      var options = Caches.options(parts[1], Path.of(parts[0]));
      options.replace("offheap", "48");
      options.replace("disk", "64");
      try (Cache<String, String> cache = Caches.open(Caches.counting(10), options)) {
        cache.put("large", "v".repeat(LARGE));
        cache.put("small", "1");
        List<byte[]> ballast = ballast();
        int errors = 0;
        for (int i = 0; i < 20; i++) {
          try {
            cache.get("large");
          } catch (OutOfMemoryError e) {
            errors++;
          }
        }
        ballast.clear();
        String value = cache.get("large");
        System.out.println(
            errors + " of 20 errors, then " + (value == null ? "nothing" : "the value"));
      }
    }

    private static List<byte[]> ballast() {
      var ballast = new ArrayList<byte[]>();
      try {
        while (true) {
          ballast.add(new byte[1 << 20]);
        }
      } catch (OutOfMemoryError e) {
        ballast.subList(0, 4).clear();
      }
      return ballast;
    }
  }
}
