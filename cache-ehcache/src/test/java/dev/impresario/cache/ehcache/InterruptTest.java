package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Cache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts that land in the middle of a call, where a channel may be closed by them. */
class InterruptTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);

  @TempDir Path directory;

  private final Log log = new Log();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work);
            thread.setDaemon(true); // one that hangs must not keep the others' tests
            return thread;
          });

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    threads.shutdown();
    log.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"offheap", "disk", "all"})
  @Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyCall_interruptedAtAnyMoment_endsRightlyAndKeepsTheFlag(String tiers) throws Exception {
    Cache<String, String> cache = Caches.open(Caches.counting(10_000), tiers, directory);
    var users = new ArrayList<User>();
    var running = new ArrayList<Future<?>>();
    for (int i = 0; i < 16; i++) {
      var user = new User(cache, i);
      users.add(user);
      running.add(threads.submit(user));
    }

    int interrupts = interrupt(users, 3_000 * FACTOR);
    users.forEach(user -> user.done = true);
    for (Future<?> one : running) {
      one.get();
    }
    cache.close();

    assertThat(interrupts).isPositive();
    assertThat(log.messages()).as("no tier was given up").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "all"})
  @Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void openAndClose_interruptedAtAnyMoment_keepWhatIsHeld(String tiers) throws Exception {
    for (int round = 0; round < 10 * FACTOR; round++) {
      String value = "value-" + round;
      var user =
          new Interrupted() {
            @Override
            void use() {
              try (Cache<String, String> cache =
                  Caches.open(Caches.counting(100), tiers, directory)) {
                cache.put("key", value);
              }
              done = true;
            }
          };
      Future<?> using = threads.submit(user);
      interrupt(List.of(user), Integer.MAX_VALUE);
      using.get();

      try (Cache<String, String> cache = Caches.open(Caches.counting(100), tiers, directory)) {
        assertThat(cache.get("key")).isEqualTo(value);
      }
    }
    assertThat(log.messages()).isEmpty();
  }

  /** Interrupts them so many times, or until all are done. */
  private static int interrupt(List<? extends Interrupted> users, int times) {
    var random = new Random(7);
    int count = 0;
    while (count < times && users.stream().anyMatch(user -> !user.done)) {
      Interrupted user = users.get(random.nextInt(users.size()));
      for (int pause = random.nextInt(2_000); pause > 0; pause--) {
        Thread.onSpinWait();
      }
      Thread thread = user.thread;
      if (thread != null && !user.told && !user.done) {
        thread.interrupt();
        user.told = true;
        count++;
      }
    }
    return count;
  }

  /** Who is interrupted, and looks after each call whether the flag is there. */
  private abstract static class Interrupted implements Runnable {
    volatile @Nullable Thread thread;
    volatile boolean told;
    volatile boolean done;

    @Override
    public final void run() {
      thread = Thread.currentThread();
      try {
        while (!done) {
          use();
          checkFlag();
        }
      } finally {
        done = true; // a failure ends the test, too
      }
    }

    final void checkFlag() {
      if (told) {
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        told = false;
      }
    }

    abstract void use();
  }

  /** Fills and empties the cache with keys of its own, so it knows what is held under each. */
  private static final class User extends Interrupted {
    private final Cache<String, String> cache;
    private final int number;
    private final Random random;
    private final Map<String, String> held = new HashMap<>();

    User(Cache<String, String> cache, int number) {
      this.cache = cache;
      this.number = number;
      this.random = new Random(number);
    }

    @Override
    void use() {
      boolean filling = random.nextBoolean();
      for (int step = 0; step < 10 && !done; step++) {
        String key = "key-" + number + "-" + random.nextInt(20);
        if (random.nextInt(3) == 0) {
          assertThat(cache.get(key)).isEqualTo(held.get(key));
        } else if (filling) {
          String value = key + "-" + step + "v".repeat(random.nextInt(1_000));
          cache.put(key, value);
          held.put(key, value);
        } else {
          cache.invalidate(key);
          held.remove(key);
        }
        checkFlag();
      }
    }
  }
}
