package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Subscription;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a watch takes, and that it gives it back. */
@Timeout(120)
class WatchLifeTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir Path directory;

  private final Semaphore hints = new Semaphore(0);

  @BeforeEach
  void makeFile() throws Exception {
    awaitNoThreads(); // of other tests
    new Folder(directory).file("a/qa.md", "x");
  }

  @Test
  void scan_withoutOnChange_startsNothing() throws IOException {
    try (var source = FilesystemSourceProvider.of(directory)) {
      source.scan();

      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void onChange_watchOff_startsNothing() throws IOException {
    var provider = new FilesystemSourceProvider();
    var options = Map.of("directory", directory.toString(), "watch", "false");
    try (var source = provider.create(Options.of(provider, options))) {
      source.scan();

      source.onChange(hints::release);

      assertThat(threads()).isEmpty();
      assertThat(source.scan().diagnostics()).isEmpty();
    }
  }

  @Test
  void onChange_thread_isADaemonThatKeepsNoClassLoader() throws Exception {
    try (var source = watched()) {
      assertThat(threads())
          .singleElement()
          .matches(Thread::isDaemon)
          .matches(thread -> thread.getContextClassLoader() == null);
      assertThat(source.name()).isEqualTo(directory.toString());
    }
    awaitNoThreads();
  }

  @Test
  void close_twice_isTheSameAsOnce() throws Exception {
    var source = watched();

    source.close();
    source.close();

    awaitNoThreads();
    assertThat(source.scan().resources()).hasSize(1);
  }

  @Test
  void onChange_closedBefore_startsNothingThatStays() throws Exception {
    var source = FilesystemSourceProvider.of(directory);
    source.scan();
    source.close();

    source.onChange(hints::release);

    awaitNoThreads();
  }

  @Test
  void close_duringScans_endsThemSoundly() throws Exception {
    for (int round = 0; round < 50; round++) {
      var source = watched();
      var failure = new AtomicReference<Throwable>();
      var scanning = new Thread(() -> scanOften(source));
      scanning.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
      scanning.start();

      source.close();

      scanning.join();
      assertThat(failure.get()).isNull();
    }
    awaitNoThreads();
  }

  @Test
  void hint_thatThrows_isToldAndRunAgain() throws Exception {
    var source = FilesystemSourceProvider.of(directory);
    var told = new Semaphore(0);
    source.scan();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> told.release());
    try {
      source.onChange(
          () -> {
            throw new IllegalStateException("a bug");
          });
      assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      source.scan();
      new Folder(directory).file("a/other.md", "x");

      assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
      source.close();
    }
  }

  @Test
  void openAndClose_aHundredTimes_leavesNothingOpen() throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc");
    watched().close(); // loads what is loaded once
    awaitNoThreads();
    long before = descriptors();

    for (int round = 0; round < 100; round++) {
      watched().close();
    }

    awaitNoThreads();
    assertThat(descriptors()).isLessThanOrEqualTo(before + 3);
  }

  @Test
  void manySubscribers_shareOneWatch_thatEndsWithTheLast() throws Exception {
    try (var source = FilesystemSourceProvider.of(directory)) {
      source.scan();
      var subscriptions = new ArrayList<Subscription>();
      for (int engine = 0; engine < 20; engine++) {
        subscriptions.add(source.onChange(hints::release));
      }
      assertThat(hints.tryAcquire(20, 20, TimeUnit.SECONDS)).isTrue();
      source.scan();
      assertThat(threads()).hasSize(1);

      subscriptions.subList(1, 20).forEach(Subscription::close);
      subscriptions.get(1).close();
      hints.drainPermits();
      new Folder(directory).file("a/other.md", "x");
      assertThat(hints.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      subscriptions.get(0).close();

      awaitNoThreads();
      assertThat(source.scan().diagnostics()).isEmpty();
    }
  }

  @Test
  void subscribeAndClose_oneAfterAnother_watchesEachTime_andLeavesNothingOpen() throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc");
    try (var source = FilesystemSourceProvider.of(directory)) {
      source.scan();
      source.onChange(hints::release).close();
      awaitNoThreads();
      hints.drainPermits();
      long before = descriptors();

      for (int engine = 0; engine < 20; engine++) {
        Subscription subscription = source.onChange(hints::release);
        assertThat(hints.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        source.scan();
        new Folder(directory).file("a/other.md", "x" + engine);
        assertThat(hints.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        subscription.close();
        awaitNoThreads();
        hints.drainPermits();
      }

      assertThat(descriptors()).isLessThanOrEqualTo(before + 3);
    }
  }

  /** Returns a source whose directories are watched. */
  private AgentSource watched() throws Exception {
    var source = FilesystemSourceProvider.of(directory);
    source.scan();
    source.onChange(hints::release);
    assertThat(hints.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    source.scan();
    return source;
  }

  private static void scanOften(AgentSource source) {
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(source.scan().resources()).hasSize(1);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("impresario-watch"))
        .toList();
  }

  private static void awaitNoThreads() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}
