package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DirectoryLockTest {

  @TempDir Path directory;

  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
  }

  @AfterEach
  void stop() {
    log.stop();
  }

  @Test
  void create_thatIsRefused_leavesTheLockAgainstOtherProcesses() throws Exception {
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");

      assertInUse();

      assertThat(intruder()).isEqualTo("refused");
      assertThat(cache.get("qa")).isEqualTo("1");
    }
    assertThat(intruder()).isEqualTo("opened");
  }

  @Test
  void create_ofAnotherClassLoader_isRefusedAndLeavesTheLock() throws Exception {
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      var provider =
          (CacheProvider)
              new LifeTest.PluginLoader(getClass().getClassLoader())
                  .loadClass(EhcacheCacheProvider.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      Options options = Options.of(provider, Caches.options(Caches.DISK, directory));

      assertThatThrownBy(() -> provider.create(Caches.counting(10), options))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("is in use by another cache of this process");

      assertThat(intruder()).isEqualTo("refused");
    }
  }

  @Test
  void create_whereTheRegisterWasEmptied_leavesTheLock() throws Exception {
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      registered().forEach(System::clearProperty);

      assertInUse();

      assertThat(intruder()).isEqualTo("refused");
    }
  }

  @Test
  void create_onADirectoryInUseThatWasRenamed_isRefusedAndLeavesTheLock() throws Exception {
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      Path other = Files.createDirectory(directory.resolve("other"));
      Files.move(directory.resolve("prompts"), other.resolve("prompts"));

      assertThatThrownBy(() -> Caches.open(Caches.counting(10), Caches.DISK, other))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("is in use by another cache of this process");

      assertThat(intruder(other)).isEqualTo("refused");
    }
  }

  @Test
  void close_takesTheDirectoryOffTheRegister() {
    List<String> before = registered();
    Cache<String, String> cache = open();
    assertThat(registered()).hasSize(before.size() + 1);

    cache.close();

    assertThat(registered()).isEqualTo(before);
  }

  @Test
  void create_onAThreadThatIsInterrupted_locksAndStaysInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    try (Cache<String, String> cache = open()) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(cache.persistent()).isTrue();
      assertThat(intruder()).isEqualTo("refused");
    }
  }

  @Test
  void create_byManyAtOnceInAFreshDirectory_isRefusedAsInUseAtMost() throws Exception {
    int threads = 4;
    var barrier = new CyclicBarrier(threads);
    var executor = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 100; round++) {
        Path fresh = directory.resolve("round-" + round);
        Callable<String> creation =
            () -> {
              barrier.await();
              try (var cache = Caches.open(Caches.counting(10), Caches.DISK, fresh)) {
                return cache.persistent() ? "made" : "without a disk";
              } catch (ConfigurationException e) {
                return e.toString().contains("is in use by") ? "made" : e.toString();
              }
            };
        for (Future<String> made :
            List.of(
                executor.submit(creation),
                executor.submit(creation),
                executor.submit(creation),
                executor.submit(creation))) {
          assertThat(made.get()).isEqualTo("made");
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void create_whereTheLockIsALink_leavesWhatItLeadsToAndGoesOnWithoutTheDisk() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "years of work");
    Path home = Files.createDirectory(directory.resolve("prompts"));
    Files.createSymbolicLink(home.resolve("impresario.lock"), precious);

    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      assertThat(cache.persistent()).isFalse();
    }

    assertThat(precious).hasContent("years of work");
    assertThat(log.messages())
        .containsExactly(
            "cache 'prompts': directory '%s' cannot be written; goes on without the disk tier"
                .formatted(home));
  }

  @Test
  void close_whereTheDraftIsALink_leavesWhatItLeadsTo() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "years of work");
    Path draft = directory.resolve("prompts").resolve("impresario.catalogue.draft");
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
      Files.createSymbolicLink(draft, precious);
    }

    assertThat(precious).hasContent("years of work");
    try (Cache<String, String> cache = open()) {
      assertThat(cache.get("qa")).isEqualTo("1");
    }
  }

  private void assertInUse() {
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cache 'ehcache': directory '%s' is in use by another cache of this process; close what uses it, or name another 'directory'"
                .formatted(directory.resolve("prompts")));
  }

  private static List<String> registered() {
    try (Stream<String> names = System.getProperties().stringPropertyNames().stream()) {
      return names.filter(name -> name.startsWith(DirectoryLock.REGISTER)).sorted().toList();
    }
  }

  private Cache<String, String> open() {
    return Caches.open(Caches.counting(10), Caches.DISK, directory);
  }

  private String intruder() throws Exception {
    return intruder(directory);
  }

  private static String intruder(Path directory) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the process is started by a shell");
    Process process = Forked.java("", Intruder.class, directory.toString());
    String output = Forked.output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().reduce((first, last) -> last).orElse("");
  }

  /** Tries to open what is in use. */
  static final class Intruder {
    private Intruder() {}

    public static void main(String[] args) {
      try (var cache = Caches.open(Caches.counting(10), Caches.DISK, Path.of(args[0]))) {
        System.out.println(cache.persistent() ? "opened" : "without a disk");
      } catch (ConfigurationException e) {
        System.out.println("refused");
      }
    }
  }
}
